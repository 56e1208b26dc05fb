import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The messages to one customer, oldest first. */
export function messagesQuery(customer: string) {
  return infiniteQueryOptions({
    queryKey: ['customers', customer, 'messages'],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/messages', {
          params: { query: { customer, limit: 50, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}
