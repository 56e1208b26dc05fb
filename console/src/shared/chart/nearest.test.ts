import { expect, test } from 'vitest';

import { nearest } from './nearest';

/** Ten pixels a period, one pixel a unit downwards from 100. */
const scale = {
  containPixel: (_: unknown, [x = 0, y = 0]: number[]) => x >= 0 && x <= 30 && y >= 0 && y <= 100,
  convertFromPixel: (_: unknown, x: unknown) => Number(x) / 10,
  convertToPixel: (_: unknown, value: unknown) => 100 - Number(value),
} as unknown as Parameters<typeof nearest>[0];
const high = { type: 'line', data: [80, { value: 90 }, null, 70] };
const low = { type: 'line', data: [10, 20, 30, null] };
const band = { type: 'line', silent: true, data: [50, 50, 50, 50] };

test('a place means the nearest point of its period', () => {
  expect(nearest(scale, [high, low, band], 12, 15)).toEqual({ series: 0, index: 1 });
  expect(nearest(scale, [high, low, band], 8, 60)).toEqual({ series: 1, index: 1 });
  expect(nearest(scale, [high, low, band], 20, 5)).toEqual({ series: 1, index: 2 });
});

test('there is none outside, where nothing is known, and in charts of other kinds', () => {
  expect(nearest(scale, [high], 40, 15)).toBeNull();
  expect(nearest(scale, [high, band], 20, 50)).toBeNull();
  expect(nearest(scale, [{ type: 'bar', data: [1] }], 0, 50)).toBeNull();
});
