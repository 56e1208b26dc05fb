import { day, oneOf, text, texts, type Raw } from '@/shared/search/read';

/** What can be laid over the course of a metric. */
export const LAYERS = ['forecast', 'levels'] as const;
export type Layer = (typeof LAYERS)[number];

/** What of the metrics stands in the URL: a figure that can be shared. */
export interface MetricsSearch {
  metric?: string;
  by?: 'day' | 'week' | 'month';
  from?: string;
  to?: string;
  /** A segment or stage, or all `segments` or `stages`. */
  split?: string;
  show?: Layer[];
}

export function metricsSearch(raw: Raw): MetricsSearch {
  const show = LAYERS.filter(layer => texts(raw, 'show')?.includes(layer));
  return {
    metric: text(raw, 'metric', 200),
    by: oneOf(raw, 'by', ['day', 'week', 'month']),
    from: day(raw, 'from'),
    to: day(raw, 'to'),
    split: text(raw, 'split', 200),
    show: show.length > 0 ? show : undefined,
  };
}
