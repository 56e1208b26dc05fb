import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';

import { customersSearch } from '@/features/customers/search';
import { customerSearch } from '@/features/customers/customerSearch';
import { liveSearch } from '@/features/live/search';
import { metricsSearch } from '@/features/metrics/search';
import { sessionQuery } from '@/shared/session/getSession';
import { signInSearch } from '@/features/session/search';
import { asProblem } from '@/shared/api/problem';

import { Frame } from './frame/Frame';
import { Missing } from './frame/Missing';
import { Failed } from './frame/Failed';

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: Missing });

/** Everything behind the sign-in. */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Frame,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (asProblem(error).status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: { next: location.href } });
    }
  },
});

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

const customers = createRoute({
  getParentRoute: () => frame,
  path: '/customers',
  validateSearch: customersSearch,
  component: lazyRouteComponent(() => import('@/features/customers/routes/CustomersPage'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => frame,
  path: '/customers/$customer',
  validateSearch: customerSearch,
  component: lazyRouteComponent(() => import('@/features/customers/routes/CustomerPage'), 'CustomerPage'),
});

const metrics = createRoute({
  getParentRoute: () => frame,
  path: '/figures',
  validateSearch: metricsSearch,
  component: lazyRouteComponent(() => import('@/features/metrics/routes/MetricsPage'), 'MetricsPage'),
});

const tree = root.addChildren([signIn, link, frame.addChildren([home, live, customers, customer, metrics])]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultErrorComponent: Failed,
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
