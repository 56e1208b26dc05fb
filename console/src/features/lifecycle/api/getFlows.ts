import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { By, Source } from '../types';

/** Stocks and flows of the last periods. */
export function flowsQuery(by: By, source: Source) {
  return queryOptions({
    queryKey: ['lifecycle', 'flows', by, source],
    queryFn: ({ signal }) => data(client.GET('/v1/lifecycle/flows', { params: { query: { by, source } }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
