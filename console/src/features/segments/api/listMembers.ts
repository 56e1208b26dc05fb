import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** Traits by which people are called. */
const NAMES = 'traits.name,traits.first_name,traits.last_name';
const SHOWN = 8;

/** The members who were seen last. */
export function membersQuery(segment: string) {
  return queryOptions({
    queryKey: ['customers', 'members', segment],
    queryFn: ({ signal }) =>
      data(
        client.GET('/v1/customers', {
          params: { query: { segment, columns: NAMES, sort: '-last_seen', limit: SHOWN } },
          signal,
        }),
      ),
  });
}
