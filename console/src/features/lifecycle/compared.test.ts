import { expect, test } from 'vitest';

import { Format } from '@/shared/format/format';

import { compared } from './compared';
import type { Hidden } from './types';

test('shares are of the state; nobody leaves the cell empty', () => {
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
  const { heat, table } = compared(found, new Format('en'), stage => stage.toUpperCase(), ['a', 'b', 'c']);
  expect(heat.columns).toEqual(['NEW', 'LOST']);
  expect(heat.cells.map(line => line.map(cell => cell.value))).toEqual([
    [0.75, 0.25],
    [null, 1],
  ]);
  expect(table.rows[0]).toEqual(['s1', 'NEW', 3]);
});
