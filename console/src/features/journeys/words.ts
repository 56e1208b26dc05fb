import type { TFunction } from 'i18next';

import type { Known } from './known';
import { kindOf, type Way } from './steps';
import type { Journey, Step } from './types';

type T = TFunction<'journeys'>;

const LENGTH = /^(\d+)([smhdw])$/;

/** A length of time (`3d`) in words; one that is not written so stays as it is. */
export function lasting(text: string, t: T): string {
  const [, count, unit] = LENGTH.exec(text.trim()) ?? [];
  return count && unit ? t(`lasting.${unit}`, { count: Number(count) }) : text;
}

/** The event that a text names, where it says no more than that. */
function eventIn(text: string): string | undefined {
  const name = /^\s*event = '((?:[^']|'')+)'\s*$/.exec(text)?.[1];
  return name?.replaceAll("''", "'");
}

/** An event as people call it; a text that says more than its name stays as it is. */
function eventSaid(text: string, t: T, known: Known): string {
  const name = eventIn(text);
  return name === undefined ? text : t('quoted', { name: known.called('events', name) });
}

/** What a step does, in a line. */
export function does(step: Step, t: T, known: Known): string {
  switch (kindOf(step)) {
    case 'message':
      return t('does.message', { template: known.called('templates', step.message ?? '') });
    case 'wait':
      return t('does.wait', { time: lasting(step.wait ?? '', t) });
    case 'until':
      return step.timeout
        ? t('does.untilAtMost', { event: eventSaid(step.until ?? '', t, known), time: lasting(step.timeout, t) })
        : t('does.until', { event: eventSaid(step.until ?? '', t, known) });
    case 'branch':
      return t('does.branch', { count: step.branch?.length ?? 0 });
    case 'exit':
      return t('does.exit');
  }
}

/** What begins a journey, in a line. */
export function begins(journey: Journey, t: T, known: Known): string {
  if (journey.on_segment) return t('begins.segment', { name: known.called('segments', journey.on_segment) });
  if (journey.on_stage) return t('begins.stage', { name: known.called('stages', journey.on_stage) });
  if (!journey.on_event) return t('begins.nothing');
  const name = eventIn(journey.on_event);
  if (name === undefined) return t('begins.event', { event: journey.on_event });
  return t('begins.happens', { name: known.called('events', name) });
}

/** Why a way is taken; undefined where it is the only one. */
export function because(way: Way, t: T): string | undefined {
  if (!way.why) return undefined;
  if (way.why.kind === 'if') return way.why.text;
  if (way.why.kind === 'timeout') return t('way.timeout', { time: lasting(way.why.text, t) });
  return t(`way.${way.why.kind}`);
}

/** How often somebody may come in again. */
export function again(journey: Journey, t: T): string {
  const { reentry = 'never' } = journey;
  if (reentry === 'never' || reentry === 'always') return t(`again.${reentry}`);
  return t('again.after', { time: lasting(reentry, t) });
}

/** What happened on a passage: `waits at rest` and the like, as people say it. */
export function happened(kind: string, value: string, t: T, known: Known): string {
  if (kind === 'message') return t('happened.message', { template: known.called('templates', value) });
  if (value.startsWith('waits at ')) return t('happened.waits', { step: value.slice('waits at '.length) });
  return ['started', 'ended', 'exited'].includes(value) ? t(`happened.${value}`) : value;
}
