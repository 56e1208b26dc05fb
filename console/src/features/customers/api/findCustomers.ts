import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

const MOST = 6;

/** The first few customers whom a word finds. */
export function findCustomersQuery(q: string) {
  return queryOptions({
    queryKey: ['customers', 'find', q],
    queryFn: async ({ signal }) =>
      (await data(client.GET('/v1/customers', { params: { query: { q, limit: MOST } }, signal }))).customers,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
