import { expect, test } from 'vitest';

import { signInSearch } from './search';

test.each([['//evil.com'], ['/\\evil.com'], ['https://evil.com'], ['javascript:alert(1)'], [''], [7], [undefined]])(
  'signing in never leads to %s',
  next => expect(signInSearch({ next })).toEqual({}),
);

test('a link may name the workspace', () => {
  expect(signInSearch({ workspace: 'teas', next: '//x' })).toEqual({ workspace: 'teas' });
});

test('signing in leads back to a path of ours', () => {
  expect(signInSearch({ next: '/figures?metric=revenue' })).toEqual({ next: '/figures?metric=revenue' });
});
