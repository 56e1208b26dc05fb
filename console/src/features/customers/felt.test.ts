import { expect, test } from 'vitest';

import { feltIn } from './felt';
import type { Line } from './types';

const line = (value: object) =>
  ({ id: '1', at: '', kind: 'text', name: '', why: [], value: JSON.stringify(value) }) as Line;

test('the mean is of the texts that could be read', () => {
  const found = feltIn([
    line({ sentiment: 1, side: 'positive', item_id: 't1', aspects: [{ aspect: 'taste' }, {}] }),
    line({ sentiment: -0.5, aspects: 'nonsense' }),
    line({ other: 1 }),
  ]);
  expect(found.mean).toBe(0.25);
  expect(found.texts.map(one => one.aspects)).toEqual([['taste'], []]);
  expect(feltIn([])).toEqual({ texts: [], mean: 0 });
});
