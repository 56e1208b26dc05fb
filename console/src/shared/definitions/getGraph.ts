import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** What needs what: each definition with what it names and what names it. */
export const graphQuery = queryOptions({
  queryKey: ['definitions', 'graph'],
  queryFn: ({ signal }) => data(client.GET('/v1/definitions/graph', { signal })),
});
