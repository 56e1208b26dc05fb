import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The stages of the lifecycle in their order, with how many customers are in each. */
export const stagesQuery = queryOptions({
  queryKey: ['stages'],
  queryFn: ({ signal }) => data(client.GET('/v1/stages', { signal })),
});
