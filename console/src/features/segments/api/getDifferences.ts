import { queryOptions } from '@tanstack/react-query';

import { client, data, type Answer } from '@/shared/api/client';

export type Apart = Answer<'/v1/segments/{name}/differences'>;

/** What sets a segment apart from everybody else, or from another segment or stage. */
export function differencesQuery(name: string, against: string | undefined) {
  return queryOptions({
    queryKey: ['segments', name, 'differences', against ?? null],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/segments/{name}/differences', { params: { path: { name }, query: { against } }, signal })),
    staleTime: 5 * 60_000,
    retry: false,
  });
}
