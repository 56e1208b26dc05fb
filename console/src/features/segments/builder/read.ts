import { Cursor, Outside } from './cursor';
import {
  group,
  type EventSubject,
  type Filter,
  type Group,
  type Item,
  type Join,
  type Literal,
  type Measure,
} from './tree';
import type { Subject, Test, Unit, WindowUnit } from './tree';
import { tokens } from './tokens';

const SIGNS = { '=': 'eq', '<>': 'ne', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const;
const MEASURES: Record<string, Measure> = { sum: 'sum', avg: 'avg', min: 'min', max: 'max' };
const UNITS: readonly Unit[] = ['hour', 'day', 'week', 'month', 'year'];
const WINDOW_UNITS: readonly WindowUnit[] = ['hour', 'day', 'week'];
/** Nested deeper than this, a text is shown as SQL. */
const DEEPEST = 8;

/** The group that an expression stands for; null where it says something that the builder cannot show. */
export function read(text: string): Group | null {
  const pieces = tokens(text);
  if (!pieces) return null;
  const cursor = new Cursor(pieces);
  if (cursor.here().kind === 'end') return group();
  try {
    const found = any(cursor, 0);
    if (cursor.here().kind !== 'end') return null;
    return found.kind === 'group' ? found : group([found]);
  } catch (error) {
    if (error instanceof Outside) return null;
    throw error;
  }
}

function any(cursor: Cursor, depth: number): Item {
  return series(cursor, 'or', () => series(cursor, 'and', () => one(cursor, depth)));
}

/** One item, or several with this word between them. */
function series(cursor: Cursor, join: Join, next: () => Item): Item {
  const items = [next()];
  while (cursor.took(join)) items.push(next());
  return items.length === 1 ? (items[0] as Item) : group(items, join);
}

function one(cursor: Cursor, depth: number): Item {
  if (depth > DEEPEST) throw new Outside();
  if (cursor.took('(')) {
    const inside = any(cursor, depth + 1);
    cursor.need(')');
    return inside.kind === 'group' ? inside : group([inside]);
  }
  if (cursor.took('true')) return group();
  if (cursor.took('not')) return negated(cursor, depth);
  return simple(cursor);
}

function negated(cursor: Cursor, depth: number): Item {
  const inside = one(cursor, depth);
  if (inside.kind === 'flag' && inside.holds) return { ...inside, holds: false };
  if (inside.kind === 'condition' && inside.test.op === 'contains')
    return { ...inside, test: { ...inside.test, op: 'not_contains' } };
  if (inside.kind === 'group' && !inside.not) return { ...inside, not: true };
  return group([inside], 'and', true);
}

function simple(cursor: Cursor): Item {
  const called = functional(cursor, () => subject(cursor));
  if (called) return { kind: 'condition', subject: called.left, test: called.test };
  const left = subject(cursor);
  const found = test(cursor);
  if (found) return { kind: 'condition', subject: left, test: found };
  if (left.kind === 'value') return { kind: 'flag', path: left.path, holds: true };
  throw new Outside();
}

/** `contains(x, 'y')` or `starts_with(x, 'y')`. */
function functional<T>(cursor: Cursor, left: () => T): { left: T; test: Test } | null {
  const op = cursor.took('contains', '(') ? 'contains' : cursor.took('starts_with', '(') ? 'starts' : null;
  if (!op) return null;
  const found = left();
  cursor.need(',');
  const value = cursor.literal();
  if (typeof value !== 'string') throw new Outside();
  cursor.need(')');
  return { left: found, test: { op, value } };
}

/** What follows a value: null where nothing does, so that the value itself is the condition. */
function test(cursor: Cursor): Test | null {
  if (cursor.took('is', 'not', 'null')) return { op: 'known' };
  if (cursor.took('is', 'null')) return { op: 'unknown' };
  if (cursor.took('not', 'in')) return { op: 'not_in', values: list(cursor) };
  if (cursor.took('in')) return { op: 'in', values: list(cursor) };
  if (cursor.took('between')) {
    const low = cursor.literal();
    cursor.need('and');
    return { op: 'between', low, high: cursor.literal() };
  }
  const op = cursor.here().kind === 'sign' ? SIGNS[cursor.here().text as keyof typeof SIGNS] : undefined;
  if (!op) return null;
  cursor.next();
  if (cursor.took('today', '(', ')')) return { op: ago(op), ...shift(cursor) };
  return { op, value: cursor.literal() };
}

function ago(op: string): 'within' | 'older' {
  if (op === 'ge') return 'within';
  if (op === 'lt') return 'older';
  throw new Outside();
}

function shift(cursor: Cursor): { count: number; unit: Unit } {
  cursor.need('-', 'interval');
  return { count: cursor.whole(), unit: unit(cursor, UNITS) };
}

function unit<T extends string>(cursor: Cursor, allowed: readonly T[]): T {
  const word = cursor.next().text.toLowerCase().replace(/s$/, '');
  const found = allowed.find(one => one === word);
  if (!found) throw new Outside();
  return found;
}

function list(cursor: Cursor): Literal[] {
  cursor.need('(');
  const values = [cursor.literal()];
  while (cursor.took(',')) values.push(cursor.literal());
  cursor.need(')');
  return values;
}

function subject(cursor: Cursor): Subject {
  const start = cursor.mark();
  const name = cursor.path();
  if (!cursor.took('(')) return { kind: 'value', path: name };
  cursor.back(start);
  return events(cursor);
}

function events(cursor: Cursor): EventSubject {
  const called = call(cursor);
  let event: string | null = null;
  const filters: Filter[] = [];
  if (cursor.took('filter', '(', 'where')) {
    do {
      if (event === null && filters.length === 0 && cursor.took('event', '=')) event = named(cursor);
      else filters.push(filter(cursor));
    } while (cursor.took('and'));
    cursor.need(')');
  }
  let window: EventSubject['window'] = null;
  if (cursor.took('over', '(', 'range', 'interval')) {
    window = { count: cursor.whole(), unit: unit(cursor, WINDOW_UNITS) };
    cursor.need('preceding', ')');
  }
  return { kind: 'events', ...called, event, filters, window };
}

function call(cursor: Cursor): { measure: Measure; property: string | null } {
  if (cursor.took('count', '(', '*', ')')) return { measure: 'times', property: null };
  if (cursor.took('max', '(', 'timestamp', ')')) return { measure: 'latest', property: null };
  if (cursor.took('min', '(', 'timestamp', ')')) return { measure: 'earliest', property: null };
  const distinct = cursor.took('count', '(', 'distinct');
  const measure = distinct ? 'different' : MEASURES[cursor.path().toLowerCase()];
  if (!measure) throw new Outside();
  if (!distinct) cursor.need('(');
  const property = ofEvent(cursor);
  cursor.need(')');
  return { measure, property };
}

function named(cursor: Cursor): string {
  const value = cursor.literal();
  if (typeof value !== 'string') throw new Outside();
  return value;
}

function filter(cursor: Cursor): Filter {
  const start = cursor.mark();
  const not = cursor.took('not');
  const called = functional(cursor, () => ofEvent(cursor));
  if (called) {
    const { left: path, test: found } = called;
    return { path, test: not && found.op === 'contains' ? { ...found, op: 'not_contains' } : refused(not, found) };
  }
  if (not) cursor.back(start);
  const path = ofEvent(cursor);
  const found = test(cursor);
  // The clock has no place inside an aggregate.
  if (!found || found.op === 'within' || found.op === 'older') throw new Outside();
  return { path, test: found };
}

function refused(not: boolean, found: Test): Test {
  if (not) throw new Outside();
  return found;
}

function ofEvent(cursor: Cursor): string {
  const path = cursor.path();
  if (!path.startsWith('properties.')) throw new Outside();
  return path;
}
