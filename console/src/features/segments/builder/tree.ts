/** What the builder shows: groups of conditions. It stands for the part of our SQL that needs no knowledge of SQL. */

export type Literal = number | string | boolean;
export type Unit = 'hour' | 'day' | 'week' | 'month' | 'year';
/** Windows have hours, days or weeks; months are not of one length. */
export type WindowUnit = 'hour' | 'day' | 'week';
export type Join = 'and' | 'or';
/** What is asked of somebody's events. `times` counts them; `latest` and `earliest` are instants. */
export type Measure = 'times' | 'sum' | 'avg' | 'min' | 'max' | 'different' | 'latest' | 'earliest';

export type Test =
  | { op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'; value: Literal }
  | { op: 'between'; low: Literal; high: Literal }
  | { op: 'in' | 'not_in'; values: Literal[] }
  | { op: 'known' | 'unknown' }
  | { op: 'contains' | 'not_contains' | 'starts'; value: string }
  /** An instant that lies in the last so many days, or longer ago. */
  | { op: 'within' | 'older'; count: number; unit: Unit };
export type Op = Test['op'];

/** A condition on one event: `properties.total > 100`. */
export interface Filter {
  path: string;
  test: Test;
}

/** A feature, `traits.city`, `scores.churn`, `stage`. */
interface ValueSubject {
  kind: 'value';
  path: string;
}

/** Something of the customer's events, in a window or ever. An `event` of null is any event. */
export interface EventSubject {
  kind: 'events';
  measure: Measure;
  /** What is summed, averaged …; null where events are counted or dated. */
  property: string | null;
  event: string | null;
  filters: Filter[];
  window: { count: number; unit: WindowUnit } | null;
}

export type Subject = ValueSubject | EventSubject;

export interface Condition {
  kind: 'condition';
  subject: Subject;
  test: Test;
}

/** In a segment, or not; also any value that is itself true or false. */
export interface Flag {
  kind: 'flag';
  path: string;
  holds: boolean;
}

export interface Group {
  kind: 'group';
  join: Join;
  /** The whole group is negated. */
  not: boolean;
  items: Item[];
}

export type Item = Condition | Flag | Group;

export const MEASURES: readonly Measure[] = ['times', 'sum', 'avg', 'min', 'max', 'different', 'latest', 'earliest'];

/** Whether a measure needs a property to measure. */
export function measures(measure: Measure): boolean {
  return !['times', 'latest', 'earliest'].includes(measure);
}

export function group(items: Item[] = [], join: Join = 'and', not = false): Group {
  return { kind: 'group', join, not, items };
}

/** The group with another item at this place. */
export function replaced(whole: Group, place: number, item: Item): Group {
  return { ...whole, items: whole.items.map((one, index) => (index === place ? item : one)) };
}

/** The group without the item at this place. */
export function without(whole: Group, place: number): Group {
  return { ...whole, items: whole.items.filter((_, index) => index !== place) };
}
