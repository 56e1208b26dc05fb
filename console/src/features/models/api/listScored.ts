import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

const MOST = 100;

/** The customers with the greatest or least score of a model, each with why. */
export function scoredQuery(name: string, order: 'top' | 'bottom', score: string | undefined) {
  return queryOptions({
    queryKey: ['models', 'scored', name, order, score],
    queryFn: ({ signal }) =>
      data(
        client.GET('/v1/models/{name}/customers', {
          params: { path: { name }, query: { order, score, limit: MOST } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
