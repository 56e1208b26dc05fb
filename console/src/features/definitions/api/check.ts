import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { Posted } from '@/shared/api/posted';

export type Finding = Posted<'/v1/definitions/check'>['findings'][number];

/** What there is to say about a whole text of definitions. */
export function checkDefinitionsQuery(yaml: string | undefined) {
  return queryOptions({
    queryKey: ['definitions', 'check', yaml],
    queryFn: ({ signal }) => data(client.POST('/v1/definitions/check', { body: { yaml: yaml ?? '' }, signal })),
    enabled: yaml !== undefined,
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
