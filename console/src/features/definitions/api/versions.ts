import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** Every version that ever held, latest first. */
export const versionsQuery = queryOptions({
  queryKey: ['definitions', 'versions'],
  queryFn: ({ signal }) => data(client.GET('/v1/definitions/versions', { signal })),
});

/** A former version, and what going back to it would change. */
export function versionQuery(number: number) {
  return queryOptions({
    queryKey: ['definitions', 'versions', number],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/definitions/versions/{number}', { params: { path: { number } }, signal })),
  });
}
