import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

const MOST = 6;

/** The first few customers whom a word finds; nothing is asked for an empty one. */
export function seekQuery(q: string) {
  return queryOptions({
    queryKey: ['customers', 'seek', q],
    queryFn: async ({ signal }) => {
      const query = { q, limit: MOST, columns: 'traits.name' };
      const { customers } = await data(client.GET('/v1/customers', { params: { query }, signal }));
      return customers.map(customer => ({ ...customer, traits: { name: customer.values['traits.name'] } }));
    },
    enabled: q !== '',
    retry: false,
    staleTime: 60_000,
  });
}

/** Who is meant by an identifier. */
export function oneQuery(identifier: string) {
  return queryOptions({
    queryKey: ['customers', identifier],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/customers/{identifier}', { params: { path: { identifier } }, signal })),
    enabled: identifier !== '',
    retry: false,
  });
}
