import { infiniteQueryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { Language } from '@/shared/i18n/language';

const PAGE = 20;

/** Pairs that are probably one person, the most probable first. */
export function proposalsQuery(status: 'open' | 'conflict' | 'refused', lang: Language) {
  return infiniteQueryOptions({
    queryKey: ['likeness', status, lang],
    queryFn: ({ signal, pageParam }) =>
      data(
        client.GET('/v1/likeness/proposals', {
          params: { query: { status, lang, limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}
