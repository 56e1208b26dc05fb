import type { Answer } from '@/shared/api/client';
import type { Words } from '@/shared/i18n/said';

export type Traffic = Answer<'/v1/journeys/{name}'>;
export type Counts = Traffic['steps'][number];
export type Kind = Counts['kind'];

/** One arm of a branch; without `if` it is taken when no other is. */
export interface Arm {
  if?: string;
  to: string;
}

/** A step as it is defined. Exactly one of `wait`, `until`, `branch`, `message`, `exit` says what it does. */
export interface Step {
  name: string;
  wait?: string;
  until?: string;
  timeout?: string;
  on_timeout?: string;
  branch?: Arm[];
  message?: string;
  purpose?: string;
  exit?: boolean;
  to?: string;
}

/** A journey as it is defined. */
export interface Journey {
  name: string;
  title?: Record<string, string>;
  on_event?: string;
  on_segment?: string;
  on_stage?: string;
  when?: string;
  reentry?: string;
  exit_on?: string;
  steps: Step[];
}

/** What somebody is told of a customer's passage. */
export interface Passage {
  at: string;
  customer_id: number;
  kind: string;
  value: string;
  why: Words[];
}
