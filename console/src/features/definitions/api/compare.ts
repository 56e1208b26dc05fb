import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { Posted } from '@/shared/api/posted';

export type Comparison = Posted<'/v1/definitions/compare'>;

/** A text against what holds: findings, the difference, whom it would move. */
export function compareQuery(yaml: string | undefined) {
  return queryOptions({
    queryKey: ['definitions', 'compare', yaml],
    queryFn: ({ signal }) => data(client.POST('/v1/definitions/compare', { body: { yaml: yaml ?? '' }, signal })),
    enabled: yaml !== undefined,
    staleTime: 60_000,
    retry: false,
  });
}
