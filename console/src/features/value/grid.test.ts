import { expect, test } from 'vitest';

import { Format } from '@/shared/format/format';

import { grid, groupAt } from './grid';
import type { Rfm } from './types';

const rfm = {
  currency: 'CNY',
  grid: [
    { recency: 5, value: 1, group: 'new', customers: 7, revenue: 100 },
    { recency: 1, value: 5, group: 'previously_loyal', customers: 2, revenue: 900 },
  ],
} as Rfm;
const words = { recency: 'R', value: 'FM', group: 'G', customers: 'C', revenue: 'M' };

test('the most recent stand at the top, the most valuable at the right', () => {
  const { heat } = grid(rfm, 'customers', new Format('en'), group => group, words);
  expect(heat.rows).toEqual(['5', '4', '3', '2', '1']);
  expect(heat.cells[0]?.[0]).toMatchObject({ value: 7, text: 'new\n7' });
  expect(heat.cells[4]?.[4]?.value).toBe(2);
  expect(heat.cells[2]?.[2]?.value).toBeNull();
});

test('a place of the grid leads to its group', () => {
  expect(groupAt(rfm, 0, 0)).toBe('new');
  expect(groupAt(rfm, 4, 4)).toBe('previously_loyal');
  expect(groupAt(rfm, 1, 1)).toBeUndefined();
});

test('by revenue the cell says money', () => {
  const { heat } = grid(rfm, 'revenue', new Format('en'), group => group, words);
  expect(heat.cells[4]?.[4]).toMatchObject({ value: 900, text: 'previously_loyal\n¥900' });
  const narrow = grid(rfm, 'revenue', new Format('en'), group => group, words, true);
  expect(narrow.heat.cells[4]?.[4]?.text).toBe('¥900');
});
