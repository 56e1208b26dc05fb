import { valueOf, withEdits } from '@/shared/draft/spelling';

import type { Journey } from './types';

const SECTION = 'journeys';

/** Definitions (as the server writes them) with this journey in place of the one of its name; all else stays as it is. */
export function withJourney(yaml: string, journey: Journey): string {
  return withEdits(yaml, [{ section: SECTION, name: journey.name, value: spelled(journey), was: '' }]);
}

/** The journey of that name in former definitions; undefined where there was none. */
export function journeyIn(yaml: string, name: string): Journey | undefined {
  const found = valueOf(yaml, SECTION, name) as Omit<Journey, 'name'> | undefined;
  return found && { ...found, name };
}

/** As it stands in a file: without its name, which is the key, and without what is empty. */
function spelled(journey: Journey): Record<string, unknown> {
  return filled({
    ...journey,
    name: undefined,
    title: journey.title && filled(journey.title),
    steps: journey.steps.map(filled),
  });
}

function filled(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== ''));
}

/** Whether two journeys say the same, in whatever order their fields stand. */
export function same(one: Journey, other: Journey): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(filled(value)).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
