import type { Condition, EventSubject, Filter, Flag, Group, Item, Literal, Subject, Test } from './tree';

const SIGNS = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
const AGGREGATES = { sum: 'sum', avg: 'avg', min: 'min', max: 'max' } as const;

/** The expression that a group stands for; an empty one takes in everybody. Groups within groups stand in brackets. */
export function write(whole: Group): string {
  const inside = joined(whole);
  return whole.not ? `not (${inside})` : inside;
}

function joined(whole: Group): string {
  if (whole.items.length === 0) return 'true';
  return whole.items.map(written).join(` ${whole.join} `);
}

function written(item: Item): string {
  if (item.kind === 'group') return `${item.not ? 'not ' : ''}(${joined(item)})`;
  return item.kind === 'flag' ? flag(item) : condition(item);
}

function flag({ path, holds }: Flag): string {
  return holds ? path : `not ${path}`;
}

function condition({ subject, test }: Condition): string {
  return tested(of(subject), test);
}

function of(subject: Subject): string {
  return subject.kind === 'value' ? subject.path : aggregate(subject);
}

function aggregate(subject: EventSubject): string {
  const { event, filters, window } = subject;
  const parts = [...(event === null ? [] : [`event = ${literal(event)}`]), ...filters.map(filter)];
  const where = parts.length > 0 ? ` filter (where ${parts.join(' and ')})` : '';
  const over = window ? ` over (range interval ${window.count} ${window.unit} preceding)` : '';
  return `${call(subject)}${where}${over}`;
}

function call({ measure, property }: EventSubject): string {
  if (measure === 'times') return 'count(*)';
  if (measure === 'latest') return 'max(timestamp)';
  if (measure === 'earliest') return 'min(timestamp)';
  if (measure === 'different') return `count(distinct ${property})`;
  return `${AGGREGATES[measure]}(${property})`;
}

function filter({ path, test }: Filter): string {
  return tested(path, test);
}

function tested(left: string, test: Test): string {
  switch (test.op) {
    case 'between':
      return `${left} between ${literal(test.low)} and ${literal(test.high)}`;
    case 'in':
    case 'not_in':
      return `${left} ${test.op === 'in' ? 'in' : 'not in'} (${test.values.map(literal).join(', ')})`;
    case 'known':
      return `${left} is not null`;
    case 'unknown':
      return `${left} is null`;
    case 'contains':
      return `contains(${left}, ${literal(test.value)})`;
    case 'not_contains':
      return `not contains(${left}, ${literal(test.value)})`;
    case 'starts':
      return `starts_with(${left}, ${literal(test.value)})`;
    case 'within':
      return `${left} >= today() - interval ${test.count} ${test.unit}`;
    case 'older':
      return `${left} < today() - interval ${test.count} ${test.unit}`;
    default:
      return `${left} ${SIGNS[test.op]} ${literal(test.value)}`;
  }
}

/** A literal of SQL: quotes are doubled, numbers are written without an exponent where that is exact. */
export function literal(value: Literal): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return String(value);
}
