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

/** What is shown, as the server keeps a view: texts by name. */
export function toTexts({ columns, ...rest }: CustomersSearch): Record<string, string> {
  const texts = { ...rest, columns: columns?.join(',') };
  return Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => Boolean(pair[1])));
}

/** A kept view, as far as this room knows it. */
export function fromTexts({ columns, ...rest }: Record<string, string>): CustomersSearch {
  return customersSearch({ ...rest, columns: columns?.split(',') });
}
