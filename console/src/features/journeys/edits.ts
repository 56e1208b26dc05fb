import { freshName, kindOf } from './steps';
import type { Journey, Kind, Step } from './types';

/** What a new step of a kind begins with. */
function blank(kind: Kind, name: string, template: string): Step {
  switch (kind) {
    case 'message':
      return { name, message: template };
    case 'wait':
      return { name, wait: '1d' };
    case 'until':
      return { name, until: "event = 'Order Completed'", timeout: '7d' };
    case 'branch':
      return { name, branch: [] };
    case 'exit':
      return { name, exit: true };
  }
}

/**
 * With a new step behind `after` (null: before all others). Where `after` named what follows it, the new step takes that
 * over, so that nobody's way is cut.
 */
export function inserted(
  journey: Journey,
  after: string | null,
  kind: Kind,
  template = '',
): { journey: Journey; name: string } {
  const name = freshName(journey, kind);
  const place = journey.steps.findIndex(step => step.name === after);
  const before = journey.steps[place];
  const fresh = blank(kind, name, template);
  const next = before?.to ?? journey.steps[place + 1]?.name;
  if (before?.to !== undefined && !fresh.exit) {
    if (!fresh.branch) fresh.to = before.to;
  }
  if (fresh.branch && next !== undefined) fresh.branch = [{ to: next }];
  const steps = journey.steps.map((step, at) => (at === place ? without(step, 'to') : step));
  steps.splice(place + 1, 0, fresh);
  return { journey: { ...journey, steps }, name };
}

/** Without a step. Who was led to it is led to what followed it; where nothing did, the name of the way is dropped. */
export function removed(journey: Journey, name: string): Journey {
  const place = journey.steps.findIndex(step => step.name === name);
  const gone = journey.steps[place];
  if (!gone || journey.steps.length === 1) return journey;
  const follows = gone.to ?? gone.branch?.find(arm => arm.if === undefined)?.to ?? journey.steps[place + 1]?.name;
  const rest = journey.steps.filter(step => step.name !== name);
  return { ...journey, steps: rest.map(step => pointed(step, name, follows === name ? undefined : follows)) };
}

/** With a step in place of the one called `name`; where it has another name now, all ways follow. */
export function changed(journey: Journey, name: string, step: Step): Journey {
  const steps = journey.steps.map(one => (one.name === name ? step : one));
  return { ...journey, steps: step.name === name ? steps : steps.map(one => pointed(one, name, step.name)) };
}

/** With a step one place up (-1) or down (1). */
export function moved(journey: Journey, name: string, by: -1 | 1): Journey {
  const from = journey.steps.findIndex(step => step.name === name);
  const to = from + by;
  const one = journey.steps[from];
  const other = journey.steps[to];
  if (!one || !other) return journey;
  const steps = [...journey.steps];
  steps[from] = other;
  steps[to] = one;
  return { ...journey, steps };
}

/** With a way drawn by hand: a branch gets one more arm (or its last one, which needs no condition), another step its next. */
export function connected(journey: Journey, from: string, to: string): Journey {
  const step = journey.steps.find(one => one.name === from);
  if (!step || from === to || step.exit) return journey;
  if (!step.branch) return changed(journey, from, { ...step, to });
  const arms = step.branch.filter(arm => arm.if !== undefined);
  const last = step.branch.find(arm => arm.if === undefined);
  if (step.branch.some(arm => arm.to === to)) return journey;
  const branch = last ? [...arms, { if: 'true', to }, last] : [...arms, { to }];
  return changed(journey, from, { ...step, branch });
}

/** The same step, doing something else. */
export function turned(step: Step, kind: Kind, template: string): Step {
  if (kindOf(step) === kind) return step;
  const fresh = blank(kind, step.name, template);
  return step.to !== undefined && kind !== 'exit' && kind !== 'branch' ? { ...fresh, to: step.to } : fresh;
}

/** A step that leads elsewhere: what named `old` names `now`, or nothing. */
function pointed(step: Step, old: string, now: string | undefined): Step {
  let found = step;
  for (const way of ['to', 'on_timeout'] as const) {
    if (found[way] === old) found = now === undefined ? without(found, way) : { ...found, [way]: now };
  }
  if (found.branch?.some(arm => arm.to === old)) {
    const branch = found.branch.flatMap(arm =>
      arm.to !== old ? [arm] : now === undefined ? [] : [{ ...arm, to: now }],
    );
    found = { ...found, branch };
  }
  return found;
}

function without(step: Step, key: keyof Step): Step {
  return { ...step, [key]: undefined };
}

/** What a journey begins with before anything is said of it. */
export function newJourney(name: string, template: string): Journey {
  return {
    name,
    on_event: "event = 'Order Completed'",
    steps: [
      { name: 'wait', wait: '1d' },
      { name: 'message', message: template, purpose: 'marketing' },
      { name: 'done', exit: true },
    ],
  };
}
