import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { Source } from '../types';

/** How long customers stay in each stage. */
export function timesQuery(source: Source = 'recorded') {
  return queryOptions({
    queryKey: ['lifecycle', 'times', source],
    queryFn: ({ signal }) => data(client.GET('/v1/lifecycle/times', { params: { query: { source } }, signal })),
    retry: false,
  });
}
