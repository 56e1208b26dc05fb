import { oneOf, text, type Raw } from '@/shared/search/read';

/** What of the live events stands in the URL. */
export interface LiveSearch {
  view?: 'events' | 'failed';
  /** Only events whose name holds this. */
  q?: string;
  /** Only this source. */
  source?: string;
  /** Of the failed: only with this reason. */
  code?: string;
}

export function liveSearch(raw: Raw): LiveSearch {
  return {
    view: oneOf(raw, 'view', ['events', 'failed']),
    q: text(raw, 'q', 200),
    source: text(raw, 'source', 100),
    code: text(raw, 'code', 200),
  };
}
