import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

const EVERY = 5_000;

/** Where the workspace stands: set-up, account of all events, customers by stage, what needs somebody. */
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => data(client.GET('/v1/home', { signal })),
  refetchInterval: EVERY,
});
