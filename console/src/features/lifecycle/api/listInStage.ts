import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

const MOST = 12;

/** Some of the customers who are in a stage now, those who were there last first. */
export function inStageQuery(stage: string) {
  return queryOptions({
    queryKey: ['customers', 'stage', stage],
    queryFn: ({ signal }) =>
      data(
        client.GET('/v1/customers', {
          params: { query: { stage, limit: MOST, sort: '-last_seen', columns: 'traits.name' } },
          signal,
        }),
      ),
  });
}
