import { describe, expect, it } from 'vitest';

import { begunCondition, choices, chosen, keyOf, measured, tests, turned, typeOf } from './choices';
import type { Condition } from './tree';

const word = (kind: string, text: string, detail = '') => ({ kind, text, detail, title: {} });
const KNOWN = choices([
  word('feature', 'spend', 'number'),
  word('feature', 'last_order', 'timestamp'),
  word('feature', 'is_vip', 'boolean'),
  word('feature', 'seen', 'list<text>'),
  word('segment', 'big', 'boolean'),
  word('stage', 'new'),
  word('trait', 'traits.city', '12 ×'),
  word('trait', 'traits."odd key"', '1 ×'),
  word('event', 'Order Completed', '9 ×'),
  word('property', 'properties.total', 'number'),
] as Parameters<typeof choices>[0]);

describe('what may be chosen', () => {
  it('knows types', () => {
    expect(KNOWN.features.map(one => one.text)).toEqual(['spend', 'last_order']);
    expect(KNOWN.segments.map(one => one.text)).toEqual(['big', 'is_vip']);
    expect(KNOWN.traits.map(one => one.text)).toEqual(['traits.city', 'traits."odd key"']);
    expect(KNOWN.type('traits.city')).toBe('any');
    expect(KNOWN.type('stage')).toBe('text');
    expect(KNOWN.type('scores.churn')).toBe('number');
  });

  it('begins with a feature, and changes the test with the type', () => {
    const spend = begunCondition(KNOWN);
    expect(spend).toEqual({
      kind: 'condition',
      subject: { kind: 'value', path: 'spend' },
      test: { op: 'ge', value: 1 },
    });
    const last = chosen('value:last_order', spend, KNOWN) as Condition;
    expect(last.test).toEqual({ op: 'within', count: 30, unit: 'day' });
    expect(chosen('flag:big', last, KNOWN)).toEqual({ kind: 'flag', path: 'big', holds: true });
    const events = chosen('events', last, KNOWN) as Condition;
    expect(keyOf(events)).toBe('events');
    expect(typeOf(events.subject, KNOWN)).toBe('number');
    if (events.subject.kind !== 'events') throw new Error('no events');
    expect(measured(events.subject, 'sum', true, KNOWN).property).toBe('properties.total');
    expect(typeOf({ ...events.subject, measure: 'latest' }, KNOWN)).toBe('timestamp');
  });

  it('keeps what was given when the operator changes', () => {
    const given = { op: 'ge', value: 5 } as const;
    expect(turned(given, 'between', 'number')).toEqual({ op: 'between', low: 5, high: 5 });
    expect(turned({ op: 'eq', value: 'a' }, 'in', 'text')).toEqual({ op: 'in', values: ['a'] });
    expect(turned({ op: 'within', count: 3, unit: 'week' }, 'older', 'timestamp')).toEqual({
      op: 'older',
      count: 3,
      unit: 'week',
    });
    expect(turned({ op: 'known' }, 'eq', 'text')).toEqual({ op: 'eq', value: '' });
  });

  it('offers no clock inside an event, and keeps a test that stands there', () => {
    expect(tests('timestamp', 'ge', true)).not.toContain('within');
    expect(tests('number', 'contains')).toContain('contains');
  });
});
