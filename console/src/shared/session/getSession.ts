import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import { csrf } from '@/shared/api/csrf';
import { SESSION } from '@/shared/api/queries';

/** Who is signed in. Everything that changes something proves with its token that it comes from this page. */
export const sessionQuery = queryOptions({
  queryKey: [SESSION],
  queryFn: async () => {
    const session = await data(client.GET('/v1/session'));
    csrf.set(session.csrf);
    return session;
  },
  staleTime: 5 * 60_000,
  retry: false,
});
