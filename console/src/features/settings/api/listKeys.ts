import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** All keys, the revoked included. Their secrets are kept nowhere. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => (await data(client.GET('/v1/keys', { signal }))).keys,
});
