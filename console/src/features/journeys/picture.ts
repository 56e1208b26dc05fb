import type { TFunction } from 'i18next';
import { CirclePlay, Flag, GitBranch, Hourglass, Mail, Radar, type LucideIcon } from 'lucide-react';

import type { Format } from '@/shared/format/format';
import type { FlowBox, FlowFigure, FlowWay } from '@/shared/graph/flow';

import type { Cap, Known } from './known';
import { kindOf, unreached, ways } from './steps';
import type { Counts, Journey, Kind, Step } from './types';
import { because, begins, does, lasting } from './words';

export const ICONS: Record<Kind, LucideIcon> = {
  message: Mail,
  wait: Hourglass,
  until: Radar,
  branch: GitBranch,
  exit: Flag,
};
/** The box before the first step. A step cannot be called so. */
export const START = 'start ▸';

type T = TFunction<'journeys'>;

/** The caps that hold for what a step sends. */
export function capsOf(step: Step, known: Known): Cap[] {
  if (step.message === undefined || known.exempt(step.purpose)) return [];
  return known.caps.filter(cap => cap.channel === 'any' || cap.channel === 'email');
}

/** A journey as boxes and ways, each step with its counts. */
export function picture(
  journey: Journey,
  counts: Map<string, Counts>,
  started: number,
  words: { t: T; known: Known; format: Format },
): { boxes: FlowBox[]; ways: FlowWay[] } {
  const { t, known, format } = words;
  const lost = unreached(journey);
  const first = journey.steps[0];
  const start: FlowBox = {
    id: START,
    icon: CirclePlay,
    heading: t('start'),
    detail: begins(journey, t, known),
    marks: [],
    figures: [{ key: 'started', label: t('count.started'), value: format.compact(started), tone: 'plain' }],
    tone: 'begin',
  };
  const boxes = journey.steps.map((step): FlowBox => {
    const marks: FlowBox['marks'] = capsOf(step, known).map(cap => ({ text: capped(cap, t), tone: 'amber' }));
    if (lost.has(step.name)) marks.unshift({ text: t('lost'), tone: 'bad' });
    return {
      id: step.name,
      icon: ICONS[kindOf(step)],
      heading: step.name,
      detail: does(step, t, known),
      marks,
      figures: figures(step, counts.get(step.name), t, format),
      tone: lost.has(step.name) ? 'lost' : step.exit ? 'end' : undefined,
    };
  });
  const drawn = ways(journey).map((way, place): FlowWay => ({
    id: `${place} ${way.from} ${way.to}`,
    from: way.from,
    to: way.to,
    label: because(way, t),
    dashed: way.why?.kind === 'timeout' || way.why?.kind === 'else',
  }));
  if (first) drawn.unshift({ id: 'start', from: START, to: first.name, label: undefined, dashed: false });
  return { boxes: [start, ...boxes], ways: drawn };
}

/** A cap as a mark: `1 / 1 day`. */
export function capped(cap: Cap, t: T): string {
  return t('cap.short', { limit: cap.limit, time: lasting(cap.per, t) });
}

function figures(step: Step, counts: Counts | undefined, t: T, format: Format): FlowFigure[] {
  if (!counts || step.exit) return [];
  const figure = (
    key: 'waiting' | 'passed' | 'sent' | 'held_back' | 'failed',
    tone: FlowFigure['tone'],
  ): FlowFigure => ({
    key,
    label: t(`count.${key}`),
    value: format.compact(counts[key]),
    tone: counts[key] === 0 ? 'plain' : tone,
  });
  if (step.message !== undefined)
    return [figure('sent', 'good'), figure('held_back', 'amber'), figure('failed', 'bad')];
  if (step.branch) return [figure('passed', 'plain')];
  return [figure('waiting', 'pine'), figure('passed', 'plain')];
}
