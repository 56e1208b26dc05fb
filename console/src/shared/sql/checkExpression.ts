import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { Sent } from '@/shared/api/posted';

/** What is wrong with an expression, or what it says in plain words. */
export function checkQuery(draft: Sent<'/v1/expressions/check'>) {
  return queryOptions({
    queryKey: ['expression', draft],
    queryFn: ({ signal }) => data(client.POST('/v1/expressions/check', { body: draft, signal })),
    enabled: draft.text.trim() !== '',
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}
