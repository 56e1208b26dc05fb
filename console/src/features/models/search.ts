import { oneOf, text, type Raw } from '@/shared/search/read';

/** What of the list of models stands in the URL. */
export interface ModelsSearch {
  view?: 'orders' | 'alarms';
  /** Orders of how many days are looked at. */
  days?: '7' | '90' | '365';
}

export function modelsSearch(raw: Raw): ModelsSearch {
  const days = text(raw, 'days', 3);
  return {
    view: oneOf(raw, 'view', ['orders', 'alarms']),
    days: (['7', '90', '365'] as const).find(one => one === days),
  };
}

/** What of one model stands in the URL. */
export interface ModelSearch {
  /** The least scores first. */
  order?: 'bottom';
  /** Which of its scores the customers are ordered by; without it the first. */
  score?: string;
  /** A group whose customers are shown. */
  group?: string;
}

export function modelSearch(raw: Raw): ModelSearch {
  return { order: oneOf(raw, 'order', ['bottom']), score: text(raw, 'score', 200), group: text(raw, 'group', 63) };
}
