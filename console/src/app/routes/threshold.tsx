import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { signInSearch } from '@/features/session/search';

import { root } from './frame';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('@/features/session/routes/SignInPage'), 'SignInPage'),
});

const link = createRoute({
  getParentRoute: () => root,
  path: '/link',
  component: lazyRouteComponent(() => import('@/features/session/routes/LinkPage'), 'LinkPage'),
});

/** What stands before the sign-in. */
export const thresholdRoutes = [signIn, link] as const;
