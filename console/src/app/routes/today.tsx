import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { liveSearch } from '@/features/live/search';

import { frame } from './frame';

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/home/routes/HomePage'), 'HomePage'),
});

const live = createRoute({
  getParentRoute: () => frame,
  path: '/live',
  validateSearch: liveSearch,
  component: lazyRouteComponent(() => import('@/features/live/routes/LivePage'), 'LivePage'),
});

/** What happens now. */
export const todayRoutes = [home, live] as const;
