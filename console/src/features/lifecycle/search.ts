import { oneOf, text, type Raw } from '@/shared/search/read';

/** What of the lifecycle stands in the URL. */
export interface LifecycleSearch {
  view?: 'times' | 'paths' | 'states';
  by?: 'week' | 'month';
  /** The last period that is drawn, by its first day; without it the last whole one. */
  until?: string;
  /** `recomputed`: as today's definitions see the past. */
  source?: 'recomputed';
  within?: '7d' | '90d';
}

export function lifecycleSearch(raw: Raw): LifecycleSearch {
  return {
    view: oneOf(raw, 'view', ['times', 'paths', 'states']),
    by: oneOf(raw, 'by', ['week', 'month']),
    until: text(raw, 'until', 10),
    source: oneOf(raw, 'source', ['recomputed']),
    within: oneOf(raw, 'within', ['7d', '90d']),
  };
}
