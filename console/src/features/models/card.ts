import type { Words } from '@/shared/i18n/said';

/** A bin of customers with like predictions, and what came of them. */
export interface Bin {
  predicted: number;
  observed: number;
  customers: number;
  low?: number;
  high?: number;
}

/** The likeliest so large a share, and how many of all that came true are in it. */
export interface Gain {
  share: number;
  customers: number;
  rate: number;
  lift: number | null;
  captured: number | null;
}

export interface Weight {
  name: string;
  title?: string;
  share: number;
  missing: number;
}

export interface Moved {
  name: string;
  psi: number;
  limit: number;
}

export interface Promises {
  customers: number;
  promised: number;
  came: number;
  off: number;
  limit: number;
}

/** The model card, as far as the console shows it. Each kind of model fills in what applies to it. */
export interface Card {
  headline?: Record<string, number | null>;
  foretells?: { label: string; horizon: string; among: string; purpose: string | null; kind: string; usual: number };
  among?: string;
  data?: { examples?: { at: string; customers: number; rate?: number; mean?: number }[]; share_of_customers?: number };
  backtest?: Record<string, unknown> & { instant?: string; curve?: Bin[]; gains?: Gain[]; note?: Words };
  importance?: Weight[];
  left_out?: { name: string; why: Words }[];
  drift?: { since: string | null; features?: Moved[]; score?: Moved | null; promises?: Promises | null };
  scores?: { from: number; customers: number }[];
  features?: unknown;
  choice?: {
    structure: string;
    rule: Words;
    by: string;
    tried: { k: number; silhouette: number; stability: number }[];
  };
  limits?: Words[];
  fairness?: Words;
}

/** What is known of a card: the server sends it as it was written, by whatever version. */
export function cardOf(card: Record<string, unknown> | null): Card {
  return (card ?? {}) as Card;
}

/** Figures that are parts of one, and shown in per cent. */
const PARTS = new Set([
  'base_rate',
  'predicted_rate',
  'champions',
  'unusual',
  'alive',
  'holdout_ratio',
  'holdout_value_ratio',
]);

export function isPart(figure: string): boolean {
  return PARTS.has(figure);
}

/** The figures of the check on time not seen, beside those of the linear baseline where it has them. */
export function figures(card: Card): { name: string; value: number; baseline: number | null }[] {
  const report = card.backtest ?? {};
  const baseline = (report.baseline ?? {}) as Record<string, unknown>;
  return Object.entries(report)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([name, value]) => {
      const other = baseline[name];
      return { name, value, baseline: typeof other === 'number' ? other : null };
    });
}

/** The figures that say how good a fit is, the most telling first. */
const TELLING = [
  'auc',
  'rank_correlation',
  'skill',
  'holdout_value_ratio',
  'holdout_ratio',
  'silhouette',
  'unusual',
  'champions',
];

/** The one figure that tells most of how good a fit is; null where there is none. */
export function best(headline: Record<string, number | null>): [string, number] | null {
  for (const name of [...TELLING, ...Object.keys(headline)]) {
    const value = headline[name];
    if (typeof value === 'number') return [name, value];
  }
  return null;
}
