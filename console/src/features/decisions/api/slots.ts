import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** Every slot with what it showed in the last days. */
export function slotsQuery(days: number) {
  return queryOptions({
    queryKey: ['slots', days],
    queryFn: ({ signal }) => data(client.GET('/v1/slots', { params: { query: { days } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Items of a catalogue that hold a word. */
export function itemsQuery(name: string, q: string) {
  return queryOptions({
    queryKey: ['catalogs', name, q],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/catalogs/{name}/items', { params: { path: { name }, query: { q, limit: 200 } }, signal })),
    placeholderData: keepPreviousData,
  });
}
