import { oneOf, text, type Raw } from '@/shared/search/read';

export const SPANS = ['7', '30', '90'] as const;

/** What of the slots stands in the URL. */
export interface SlotsSearch {
  slot?: string;
  /** Of how many days shares are counted. */
  days?: (typeof SPANS)[number];
  /** Of the log: only this item shown first. */
  item?: string;
}

export function slotsSearch(raw: Raw): SlotsSearch {
  const days = typeof raw.days === 'number' ? { days: String(raw.days) } : raw;
  return { slot: text(raw, 'slot', 200), days: oneOf(days, 'days', SPANS), item: text(raw, 'item', 200) };
}
