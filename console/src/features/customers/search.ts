import { text, texts, type Raw } from '@/shared/search/read';

/** What of the list of customers stands in the URL: a view that can be shared. */
export interface CustomersSearch {
  q?: string;
  segment?: string;
  stage?: string;
  /** Features and scores that are shown as columns. */
  columns?: string[];
  /** The column that orders the list; `-spend`: the greatest first. */
  sort?: string;
}

export function customersSearch(raw: Raw): CustomersSearch {
  const segment = text(raw, 'segment', 200);
  return {
    q: text(raw, 'q', 200),
    segment,
    stage: segment ? undefined : text(raw, 'stage', 200),
    columns: texts(raw, 'columns', 20),
    sort: text(raw, 'sort', 200),
  };
}
