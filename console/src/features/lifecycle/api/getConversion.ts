import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { Source } from '../types';

/** How many of those who entered a stage came to each other one within a time. */
export function conversionQuery(within: string, source: Source = 'recorded') {
  return queryOptions({
    queryKey: ['lifecycle', 'conversion', within, source],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/lifecycle/conversion', { params: { query: { within, source } }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
