import type { Answer } from '@/shared/api/client';

import type { Condition, EventSubject, Flag, Item, Measure, Op, Subject, Test } from './tree';

type Word = Answer<'/v1/expressions/words'>['words'][number];
export type Type = 'number' | 'text' | 'boolean' | 'timestamp' | 'any';

/** What the house knows, as the builder needs it: what may be chosen, and of which type it is. */
export interface Choices {
  features: Word[];
  traits: Word[];
  scores: Word[];
  segments: Word[];
  stages: Word[];
  events: Word[];
  properties: Word[];
  type: (path: string) => Type;
}

export function choices(words: Word[]): Choices {
  const of = (kind: Word['kind']) => words.filter(word => word.kind === kind);
  const types = new Map(words.map(word => [word.text, typed(word)]));
  return {
    features: of('feature').filter(word => typed(word) !== 'boolean' && !word.detail.startsWith('list')),
    traits: of('trait'),
    scores: of('score'),
    segments: [...of('segment'), ...of('feature').filter(word => typed(word) === 'boolean')],
    stages: of('stage'),
    events: of('event'),
    properties: of('property'),
    type: path => (path === 'stage' ? 'text' : (types.get(path) ?? (path.startsWith('scores.') ? 'number' : 'any'))),
  };
}

function typed(word: Word): Type {
  if (word.kind === 'segment') return 'boolean';
  if (word.detail === 'integer' || word.detail === 'number') return 'number';
  return ['text', 'boolean', 'timestamp'].includes(word.detail) ? (word.detail as Type) : 'any';
}

/** The type of what a condition is about. */
export function typeOf(subject: Subject, known: Choices): Type {
  if (subject.kind === 'value') return known.type(subject.path);
  if (subject.measure === 'latest' || subject.measure === 'earliest') return 'timestamp';
  if (subject.measure === 'min' || subject.measure === 'max')
    return known.type(subject.property ?? '') === 'timestamp' ? 'timestamp' : 'number';
  return 'number';
}

const COMPARED: readonly Op[] = ['ge', 'le', 'gt', 'lt', 'eq', 'ne', 'between'];
const TESTS: Record<Type, readonly Op[]> = {
  number: [...COMPARED, 'known', 'unknown'],
  text: ['eq', 'ne', 'in', 'not_in', 'contains', 'not_contains', 'starts', 'known', 'unknown'],
  boolean: ['eq', 'known', 'unknown'],
  timestamp: ['within', 'older', 'ge', 'lt', 'between', 'known', 'unknown'],
  any: [
    'eq',
    'ne',
    'in',
    'not_in',
    'contains',
    'not_contains',
    'starts',
    'ge',
    'le',
    'gt',
    'lt',
    'between',
    'known',
    'unknown',
  ],
};

/** The tests that make sense for a type; one that stands there already is kept. Inside an event there is no clock. */
export function tests(type: Type, present: Op, inEvent = false): Op[] {
  const fitting = TESTS[type].filter(op => !inEvent || (op !== 'within' && op !== 'older'));
  return fitting.includes(present) ? fitting : [...fitting, present];
}

const ORDERED: ReadonlySet<Op> = new Set(['ge', 'le', 'gt', 'lt', 'between']);

/** A test to begin with. */
export function begun(type: Type): Test {
  if (type === 'number') return { op: 'ge', value: 1 };
  if (type === 'timestamp') return { op: 'within', count: 30, unit: 'day' };
  if (type === 'boolean') return { op: 'eq', value: true };
  return { op: 'eq', value: '' };
}

/** The same test with another operator: what was given is kept as far as it fits. */
export function turned(test: Test, op: Op, type: Type): Test {
  const given = firstOf(test) ?? (type === 'number' ? 0 : type === 'boolean' ? true : '');
  // What is ordered is a number, unless the type says otherwise.
  const first = type === 'any' && ORDERED.has(op) && typeof given === 'string' ? Number(given) || 0 : given;
  switch (op) {
    case 'between':
      return { op, low: first, high: first };
    case 'in':
    case 'not_in':
      return { op, values: 'values' in test ? test.values : first === '' ? [] : [first] };
    case 'known':
    case 'unknown':
      return { op };
    case 'contains':
    case 'not_contains':
    case 'starts':
      return { op, value: String(first) };
    case 'within':
    case 'older':
      return 'unit' in test ? { ...test, op } : { op, count: 30, unit: 'day' };
    default:
      return { op, value: first };
  }
}

function firstOf(test: Test) {
  if ('value' in test) return test.value;
  if ('values' in test) return test.values[0];
  return 'low' in test ? test.low : undefined;
}

/** Events to begin with: how often the most frequent one happened in 30 days. */
function begunEvents(known: Choices): EventSubject {
  return {
    kind: 'events',
    measure: 'times',
    property: null,
    event: known.events[0]?.text ?? null,
    filters: [],
    window: { count: 30, unit: 'day' },
  };
}

/** A condition to begin with: on a feature, else on an event. */
export function begunCondition(known: Choices): Condition {
  const feature = known.features[0];
  const subject: Subject = feature ? { kind: 'value', path: feature.text } : begunEvents(known);
  return { kind: 'condition', subject, test: begun(typeOf(subject, known)) };
}

/** The key under which a subject stands in the list of subjects. */
export function keyOf(item: Condition | Flag): string {
  if (item.kind === 'flag') return `flag:${item.path}`;
  return item.subject.kind === 'events' ? 'events' : `value:${item.subject.path}`;
}

/** The item for a key of the list of subjects; the test is kept where the type stays. */
export function chosen(key: string, before: Condition | Flag, known: Choices): Item {
  const path = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('flag:')) return { kind: 'flag', path, holds: before.kind === 'flag' ? before.holds : true };
  const subject: Subject = key === 'events' ? begunEvents(known) : { kind: 'value', path };
  const type = typeOf(subject, known);
  const kept = before.kind === 'condition' && typeOf(before.subject, known) === type && path !== 'stage';
  return { kind: 'condition', subject, test: kept ? before.test : begun(type) };
}

/** The subject with another measure: the property is kept where it is still needed. */
export function measured(subject: EventSubject, measure: Measure, needed: boolean, known: Choices): EventSubject {
  const property = needed ? (subject.property ?? known.properties[0]?.text ?? 'properties.total') : null;
  return { ...subject, measure, property };
}
