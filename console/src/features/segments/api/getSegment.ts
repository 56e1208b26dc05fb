import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** One segment with its text and how many are in it. */
export function segmentQuery(name: string) {
  return queryOptions({
    queryKey: ['segments', name],
    queryFn: ({ signal }) => data(client.GET('/v1/segments/{name}', { params: { path: { name } }, signal })),
  });
}
