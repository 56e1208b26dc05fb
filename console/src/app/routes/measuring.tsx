import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { metricsSearch } from '@/features/metrics/search';

import { frame } from './frame';

const metrics = createRoute({
  getParentRoute: () => frame,
  path: '/figures',
  validateSearch: metricsSearch,
  component: lazyRouteComponent(() => import('@/features/metrics/routes/MetricsPage'), 'MetricsPage'),
});

/** What is counted. */
export const measuringRoutes = [metrics] as const;
