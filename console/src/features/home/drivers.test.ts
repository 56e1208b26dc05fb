import { expect, test } from 'vitest';

import { mover } from './drivers';
import type { Drivers } from './types';

const part = (value: string | null, contribution: number, clear = false) => ({ value, contribution, clear });
const drivers = (change: number, ...parts: object[][]) =>
  ({ change, drivers: parts.map((some, place) => ({ dimension: `d${place}`, parts: some })) }) as unknown as Drivers;

test('what moved it goes along with the change', () => {
  expect(mover(drivers(10, [part('store', 12), part('web', -2)]))?.value).toBe('store');
  expect(mover(drivers(-10, [part('store', 2), part('web', -12)]))?.value).toBe('web');
});

test('what is beyond chance goes first, what has no name is not named', () => {
  expect(mover(drivers(10, [part('store', 12)], [part('new', 3, true)]))?.value).toBe('new');
  expect(mover(drivers(10, [part(null, 12)]))).toBeNull();
  expect(mover(drivers(0, [part('store', 1)]))).toBeNull();
});
