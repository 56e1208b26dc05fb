import { expect, test } from 'vitest';

import { byDay, happened, properties } from './lines';
import { customerSearch } from './customerSearch';
import { nextSort, sorted, traitsOf } from './columns';
import { customersSearch, fromTexts, toTexts } from './search';
import type { Line } from './types';

const line = (at: string, kind = 'event', name = 'Order Completed') =>
  ({ at, kind, name, value: '{}', why: [], id: at }) as Line;

test('lines of one day stand together, in their order', () => {
  const days = byDay([line('2026-05-02T12:00:00Z'), line('2026-05-01T13:00:00Z'), line('2026-05-01T12:00:00Z')]);
  expect(days.map(day => day.lines.length)).toEqual([1, 2]);
});

test('events are told apart from conclusions', () => {
  expect(happened(line('', 'decision', 'Decision Made'))).toBe(true);
  expect(happened(line('', 'message', 'Email Delivered'))).toBe(true);
  expect(happened(line('', 'message', 'welcome'))).toBe(false);
  expect(happened(line('', 'segment'))).toBe(false);
});

test('properties are read whatever they are', () => {
  expect(properties('{"a": 1}')).toEqual([['a', 1]]);
  expect(properties('[1]')).toEqual([['', [1]]]);
  expect(properties('not json')).toEqual([['', 'not json']]);
  expect(properties('null')).toEqual([]);
});

test('an address holds only what the room knows', () => {
  expect(customerSearch({ tab: 'nonsense', kinds: ['event', 'x'] })).toEqual({ tab: undefined, kinds: ['event'] });
  expect(customersSearch({ segment: 'a', stage: 'b' }).stage).toBeUndefined();
});

test('a view is kept and opened again as it was', () => {
  const search = customersSearch({ q: 'ann', columns: ['spend', 'orders'], sort: '-spend' });
  expect(fromTexts(toTexts(search))).toEqual(search);
});

test('a column is sorted down, up, and not', () => {
  expect(nextSort('spend', undefined)).toBe('-spend');
  expect(nextSort('spend', '-spend')).toBe('spend');
  expect(nextSort('spend', 'spend')).toBeUndefined();
  expect(sorted('spend', '-spend')).toBe('descending');
  expect(traitsOf({ 'traits.name': 'Ann', spend: 1 })).toEqual({ name: 'Ann' });
});
