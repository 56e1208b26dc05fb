import { expect, test } from 'vitest';

import { textsSearch } from './search';

test('an address may hold anything', () => {
  expect(textsSearch({ days: 30, order: 'worst', view: '<script>', of: ['x'], item: 7 })).toEqual({
    view: undefined,
    of: undefined,
    item: '7',
    order: 'worst',
    days: '30',
  });
});
