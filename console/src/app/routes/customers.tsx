import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { customerSearch } from '@/features/customers/customerSearch';
import { customersSearch } from '@/features/customers/search';

import { frame } from './frame';

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

/** Who the customers are. */
export const customersRoutes = [customers, customer] as const;
