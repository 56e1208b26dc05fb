import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** Who may sign in, the shut-out included. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: async ({ signal }) => (await data(client.GET('/v1/members', { signal }))).members,
});
