import { oneOf, text, type Raw } from '@/shared/search/read';

/** What of the value of customers stands in the URL. */
export interface ValueSearch {
  view?: 'value';
  /** A group of RFM whose customers are shown. */
  group?: string;
  /** A tier of value whose customers are shown. */
  tier?: string;
  /** What the cells of the grid count. */
  show?: 'revenue';
  /** Since how many days ago movement is looked at. */
  since?: '90' | '180';
}

export function valueSearch(raw: Raw): ValueSearch {
  const days = text(raw, 'since', 3);
  return {
    view: oneOf(raw, 'view', ['value']),
    group: text(raw, 'group', 63),
    tier: text(raw, 'tier', 63),
    show: oneOf(raw, 'show', ['revenue']),
    since: (['90', '180'] as const).find(one => one === days),
  };
}
