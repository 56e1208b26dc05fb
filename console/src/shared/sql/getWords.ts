import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The words that an expression may hold: functions, names, and what events of the last 90 days carried. */
export const wordsQuery = queryOptions({
  queryKey: ['expression', 'words'],
  queryFn: ({ signal }) => data(client.GET('/v1/expressions/words', { signal })),
  staleTime: 5 * 60_000,
});
