import type { Answer } from '@/shared/api/client';

export type Flows = Answer<'/v1/lifecycle/flows'>;
export type Flow = Flows['flows'][number];
export type Time = Answer<'/v1/lifecycle/times'>['times'][number];
export type Hidden = Answer<'/v1/lifecycle/hidden'>;
export type By = 'week' | 'month';
export type Source = 'recorded' | 'recomputed';
