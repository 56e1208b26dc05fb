import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { Order } from '../types';

/** The definitions of texts, and how far each has been read. */
export const readingsQuery = queryOptions({
  queryKey: ['texts'],
  queryFn: ({ signal }) => data(client.GET('/v1/texts', { signal })),
});

/** What the texts of a definition say of each item. */
export function itemsQuery(definition: string, days: number, order: Order) {
  return queryOptions({
    queryKey: ['texts', 'items', definition, days, order],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/texts/items', { params: { query: { definition, days, order } }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** What the texts of a definition are about. */
export function topicsQuery(definition: string, days: number, item: string | undefined) {
  return queryOptions({
    queryKey: ['texts', 'topics', definition, days, item],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/texts/topics', { params: { query: { definition, days, item } }, signal })),
    staleTime: 5 * 60_000,
    retry: false,
  });
}

/** Read one text; nothing of it is kept. */
export async function analyze(text: string, definition: string | null) {
  const { results } = await data(client.POST('/v1/texts/analyze', { body: { texts: [text], definition } }));
  return results[0];
}
