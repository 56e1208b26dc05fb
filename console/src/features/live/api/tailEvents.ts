import { client, data } from '@/shared/api/client';

import type { LiveSearch } from '../search';

const PAGE = 100;
/** How long the server may hold the question until something comes, seconds. */
const WAIT = 20;

/** The newest events, newest first; with `after`, what came since, as soon as there is some. */
export function tailEvents(search: LiveSearch, after: number | null, signal: AbortSignal) {
  const query = {
    text: search.q,
    source: search.source,
    limit: PAGE,
    ...(after === null ? {} : { after, wait: WAIT }),
  };
  return data(client.GET('/v1/events', { params: { query }, signal }));
}
