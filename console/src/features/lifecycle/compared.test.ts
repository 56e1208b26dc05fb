import { expect, test } from 'vitest';

import { Format } from '@/shared/format/format';

import { compared } from './compared';
import type { Hidden } from './types';

test('shares are of the state, stages in their order; nobody leaves the cell empty', () => {
  const found = {
    states: [{ name: 's1' }, { name: 's2' }],
    compared: {
      agreement: 0.3,
      table: [
        { state: 's1', stage: 'new', customers: 3 },
        { state: 's1', stage: 'lost', customers: 1 },
        { state: 's2', stage: 'lost', customers: 5 },
      ],
    },
  } as unknown as Hidden;
  const { heat, table } = compared(found, new Format('en'), ['lost', 'new'], stage => stage.toUpperCase(), [
    'a',
    'b',
    'c',
  ]);
  expect(heat.columns).toEqual(['LOST', 'NEW']);
  expect(heat.cells.map(line => line.map(cell => cell.value))).toEqual([
    [0.25, 0.75],
    [1, null],
  ]);
  expect(table.rows[0]).toEqual(['s1', 'NEW', 3]);
});
