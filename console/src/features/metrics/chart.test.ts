import { expect, test } from 'vitest';

import { lines, over, table, type Words } from './chart';
import { layers } from './layers';
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
  const words = { called: (part: string | null) => part ?? 'all' } as Words;
  expect(table(found, layers([], undefined, undefined), 'week', words)).toEqual({
    columns: ['week', 'all', 'loyal'],
    rows: [
      ['a', 1, null],
      ['b', 2, 5],
    ],
  });
});

test('over more periods the figures stay where they were', () => {
  const found = over(lines([figure('a', null, 1), figure('b', null, 2)]), ['a', 'b', 'c']);
  expect(found.parts[0]?.figures.map(one => one?.value)).toEqual([1, 2, undefined]);
});
