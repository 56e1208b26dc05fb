import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { Posted } from '@/shared/api/posted';

export type Preview = Posted<'/v1/segments/preview'>;
export type Estimate = Preview['customers'];

/** How many customers a text takes in, who for example, and whom it would move against a segment that is there. */
export function previewQuery(when: string, against: string | null) {
  return queryOptions({
    queryKey: ['segments', 'preview', when, against],
    queryFn: ({ signal }) =>
      data(client.POST('/v1/segments/preview', { body: { when, against, chart: false }, signal })),
    enabled: when.trim() !== '',
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

/** How many the text would have taken in at the end of each of the last 13 weeks, from the history: takes seconds. */
export function pastQuery(when: string) {
  return queryOptions({
    queryKey: ['segments', 'past', when],
    queryFn: ({ signal }) =>
      data(client.POST('/v1/segments/preview', { body: { when, against: null, chart: true }, signal })),
    enabled: when.trim() !== '',
    staleTime: 5 * 60_000,
    retry: false,
  });
}
