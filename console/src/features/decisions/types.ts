import type { Answer } from '@/shared/api/client';

export type Slot = Answer<'/v1/slots'>['items'][number];
export type Share = Slot['shares'][number];
export type Decided = Answer<'/v1/decisions'>['decisions'][number];

/** How a slot chooses, as it is defined; what stands at its default is left out. */
export interface Policy {
  name?: string;
  title?: Record<string, string>;
  kind?: 'popularity' | 'thompson';
  count?: string;
  item?: string;
  each?: string;
  half_life?: string;
  reward?: string;
  within?: string;
  pool?: number;
  explore?: number;
}

/** A slot as it is defined. */
export interface SlotDefinition {
  catalog: string;
  policy: string;
  eligible?: string;
  size?: number;
  fallback?: string;
}
