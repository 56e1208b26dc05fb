import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { By } from '../types';

/** States that were learnt from what customers do, beside the stages. */
export function hiddenQuery(by: By) {
  return queryOptions({
    queryKey: ['lifecycle', 'hidden', by],
    queryFn: ({ signal }) => data(client.GET('/v1/lifecycle/hidden', { params: { query: { by, limit: 1 } }, signal })),
    staleTime: 5 * 60_000,
    retry: false,
  });
}
