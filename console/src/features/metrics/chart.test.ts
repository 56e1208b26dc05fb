import { expect, test } from 'vitest';

import { lines, table } from './chart';
import type { Figure } from '@/shared/definitions/types';

const figure = (period: string, segment: string | null, value: number | null, whole = true) =>
  ({ period, segment, value, whole }) as Figure;

test('a first period that was cut is left out, a last one that still runs stays', () => {
  const found = lines([
    figure('2026-05-01', null, 1, false),
    figure('2026-05-08', null, 2),
    figure('2026-05-15', null, 3, false),
  ]);
  expect(found.periods).toEqual(['2026-05-08', '2026-05-15']);
});

test('one period alone is shown even where it is not whole', () => {
  expect(lines([figure('2026-05-01', null, 1, false)]).periods).toEqual(['2026-05-01']);
  expect(lines([]).periods).toEqual([]);
});

test('parts that lack a period have a gap there', () => {
  const found = lines([figure('a', null, 1), figure('b', null, 2), figure('b', 'loyal', 5)]);
  expect(table(found, 'week', part => part ?? 'all')).toEqual({
    columns: ['week', 'all', 'loyal'],
    rows: [
      ['a', 1, null],
      ['b', 2, 5],
    ],
  });
});
