import type { Definitions } from '@/shared/definitions/getDefinitions';

export interface Step {
  name: 'event' | 'identify' | 'segment' | 'journey' | 'metric';
  done: boolean;
}

/** What setting up consists of, in order, and what of it is done. */
export function steps(accepted: number, identified: boolean, definitions: Definitions): Step[] {
  const some = (table: object | undefined) => Object.keys(table ?? {}).length > 0;
  return [
    { name: 'event', done: accepted > 0 },
    { name: 'identify', done: identified },
    { name: 'segment', done: some(definitions.segments) },
    { name: 'journey', done: some(definitions.journeys) },
    { name: 'metric', done: some(definitions.metrics) },
  ];
}
