import type { Journey, Kind, Step } from './types';

export const KINDS: Kind[] = ['message', 'wait', 'until', 'branch', 'exit'];

/** What a step does. */
export function kindOf(step: Step): Kind {
  if (step.message !== undefined) return 'message';
  if (step.branch !== undefined) return 'branch';
  if (step.until !== undefined) return 'until';
  return step.wait !== undefined ? 'wait' : 'exit';
}

/** A way from one step to another. `why`: a condition, `else`, or that the time was up. */
export interface Way {
  from: string;
  to: string;
  why?: { kind: 'if'; text: string } | { kind: 'else' } | { kind: 'happened' } | { kind: 'timeout'; text: string };
}

/** All ways between the steps of a journey, as the house walks them. A way to a step that is not there is left out. */
export function ways(journey: Journey): Way[] {
  const names = new Set(journey.steps.map(step => step.name));
  return journey.steps
    .flatMap((step, place) => leaving(step, journey.steps[place + 1]?.name))
    .filter(way => names.has(way.to));
}

function leaving(step: Step, next: string | undefined): Way[] {
  const from = step.name;
  const follows = step.to ?? next;
  if (step.exit) return [];
  if (step.branch) {
    return step.branch.map((arm): Way => ({
      from,
      to: arm.to,
      why: arm.if === undefined ? { kind: 'else' } : { kind: 'if', text: arm.if },
    }));
  }
  const found: Way[] = [];
  if (step.until !== undefined) {
    const late = step.on_timeout ?? next;
    if (follows) found.push({ from, to: follows, why: { kind: 'happened' } });
    if (late && step.timeout) found.push({ from, to: late, why: { kind: 'timeout', text: step.timeout } });
    return found;
  }
  return follows ? [{ from, to: follows }] : [];
}

/** The steps that nobody reaches: no way leads to them from the first. */
export function unreached(journey: Journey): Set<string> {
  const all = ways(journey);
  const first = journey.steps[0]?.name;
  const seen = new Set(first === undefined ? [] : [first]);
  const open = [...seen];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const way of all) {
      if (way.from === from && !seen.has(way.to)) {
        seen.add(way.to);
        open.push(way.to);
      }
    }
  }
  return new Set(journey.steps.map(step => step.name).filter(name => !seen.has(name)));
}

/** A name that no step has: `wait`, `wait_2` … */
export function freshName(journey: Journey, wanted: string): string {
  const taken = new Set(journey.steps.map(step => step.name));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
  return name;
}
