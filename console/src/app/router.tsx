import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';

import { Failed } from './frame/Failed';
import { customersRoutes } from './routes/customers';
import { definitionsRoutes } from './routes/definitions';
import { engagingRoutes } from './routes/engaging';
import { frame, root } from './routes/frame';
import { houseRoutes } from './routes/house';
import { knowledgeRoutes } from './routes/knowledge';
import { measuringRoutes } from './routes/measuring';
import { thresholdRoutes } from './routes/threshold';
import { todayRoutes } from './routes/today';

const tree = root.addChildren([
  ...thresholdRoutes,
  frame.addChildren([
    ...todayRoutes,
    ...customersRoutes,
    ...definitionsRoutes,
    ...knowledgeRoutes,
    ...engagingRoutes,
    ...measuringRoutes,
    ...houseRoutes,
  ]),
]);

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
