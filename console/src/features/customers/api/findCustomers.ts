import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import { asked, traitsOf } from '../columns';

const MOST = 6;

/** The first few customers whom a word finds. */
export function findCustomersQuery(q: string) {
  return queryOptions({
    queryKey: ['customers', 'find', q],
    queryFn: async ({ signal }) => {
      const query = { q, limit: MOST, columns: asked([]) };
      const { customers } = await data(client.GET('/v1/customers', { params: { query }, signal }));
      return customers.map(customer => ({ ...customer, traits: traitsOf(customer.values) }));
    },
    retry: false,
  });
}
