import { oneOf, text, type Raw } from '@/shared/search/read';

/** What of the texts stands in the URL. */
export interface TextsSearch {
  view?: 'topics' | 'try';
  /** The definition whose texts are looked at; without it the first. */
  of?: string;
  /** Topics only of texts about this item. */
  item?: string;
  order?: 'worst' | 'best';
  days?: '30' | '90';
}

export function textsSearch(raw: Raw): TextsSearch {
  const days = text(raw, 'days', 3);
  return {
    view: oneOf(raw, 'view', ['topics', 'try']),
    of: text(raw, 'of', 200),
    item: text(raw, 'item', 500),
    order: oneOf(raw, 'order', ['worst', 'best']),
    days: (['30', '90'] as const).find(one => one === days),
  };
}
