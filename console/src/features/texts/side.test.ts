import { expect, test } from 'vitest';

import { side } from './side';

test('a mean near zero takes no side', () => {
  expect([-1, -0.2, -0.1, 0, 0.19, 0.2, 1].map(side)).toEqual([
    'negative',
    'negative',
    'neutral',
    'neutral',
    'neutral',
    'positive',
    'positive',
  ]);
});
