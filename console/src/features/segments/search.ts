import { oneOf, text, type Raw } from '@/shared/search/read';

/** What of the list of segments stands in the URL. */
interface SegmentsSearch {
  q?: string;
}

export function segmentsSearch(raw: Raw): SegmentsSearch {
  return { q: text(raw, 'q', 200) };
}

/** What of a segment that is being written stands in the URL: its text, so that it can be sent to somebody before it is saved. */
export interface BuilderSearch {
  text?: string;
  /** `sql`: as a text, even where the builder could show it. */
  as?: 'sql';
}

/** Longer texts stay out of the address: some servers and mail programs cut it. */
export const MOST_IN_URL = 3000;

export function builderSearch(raw: Raw): BuilderSearch {
  return { text: text(raw, 'text', MOST_IN_URL), as: oneOf(raw, 'as', ['sql']) };
}
