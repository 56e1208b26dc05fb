import type { Answer } from '@/shared/api/client';

type Told = Answer<'/v1/metrics/{name}/forecast'>;
/** Its intervals are pairs by level in per cent: from, to. */
export type Forecast = Omit<Told, 'coming'> & {
  coming: (Omit<Told['coming'][number], 'intervals'> & { intervals: Record<string, number[]> })[];
};
export type Levels = Answer<'/v1/metrics/{name}/levels'>;
