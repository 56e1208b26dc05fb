import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The roles, and what each may do. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) => (await data(client.GET('/v1/roles', { signal }))).roles,
  staleTime: Infinity,
});
