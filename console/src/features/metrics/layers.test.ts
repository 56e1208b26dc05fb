import { expect, test } from 'vitest';

import { axis, layers } from './layers';
import type { Forecast, Levels } from './types';

const forecast = {
  past: [{ period: 'b', value: 5 }],
  coming: [{ period: 'c', value: 6, intervals: { '80': [4, 8], '95': [2, 10] } }],
} as unknown as Forecast;
const levels = {
  past: [{ period: 'b' }, { period: 'c' }, { period: 'd' }],
  changes: [{ period: 'c', change: { before: 1, after: 3 } }],
} as unknown as Levels;

test('what is expected begins where the past ends, the wider band lies behind', () => {
  const found = layers(axis(['a', 'b', 'c'], forecast), forecast, undefined);
  expect(found.expected).toEqual([null, 5, 6]);
  expect(found.bands.map(band => band.level)).toEqual(['95', '80']);
  expect(found.bands[0]).toEqual({ level: '95', low: [null, 5, 2], high: [null, 5, 10] });
  expect(found.level).toEqual([]);
});

test('a level holds until the next one, and nowhere before it was looked at', () => {
  const found = layers(['a', 'b', 'c', 'd', 'e'], undefined, levels);
  expect(found.level).toEqual([null, 1, 3, 3, null]);
  expect(found.changes).toEqual(['c']);
  expect(found.expected).toEqual([]);
});

test('where the level never changed, none is drawn', () => {
  expect(layers(['b'], undefined, { ...levels, changes: [] }).level).toEqual([null]);
});
