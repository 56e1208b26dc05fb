import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** Whether anybody is known by more than a device. */
export const identifiedQuery = queryOptions({
  queryKey: ['customers', 'identified'],
  queryFn: async ({ signal }) => {
    const { customers } = await data(client.GET('/v1/customers', { params: { query: { limit: 50 } }, signal }));
    return customers.some(customer => Object.keys(customer.identifiers).some(kind => kind !== 'anonymous_id'));
  },
  refetchInterval: query => (query.state.data ? false : 5_000),
});
