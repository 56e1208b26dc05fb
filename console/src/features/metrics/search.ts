import { day, oneOf, text, type Raw } from '@/shared/search/read';

/** What of the metrics stands in the URL: a figure that can be shared. */
export interface MetricsSearch {
  metric?: string;
  by?: 'day' | 'week' | 'month';
  from?: string;
  to?: string;
  /** A segment or stage, or all `segments` or `stages`. */
  split?: string;
}

export function metricsSearch(raw: Raw): MetricsSearch {
  return {
    metric: text(raw, 'metric', 200),
    by: oneOf(raw, 'by', ['day', 'week', 'month']),
    from: day(raw, 'from'),
    to: day(raw, 'to'),
    split: text(raw, 'split', 200),
  };
}
