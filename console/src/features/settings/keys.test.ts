import { expect, it } from 'vitest';

import { ordered, SOURCE_NAME } from './keys';
import type { Key } from './types';

function key(id: string, created_at: string, revoked_at: string | null = null): Key {
  return { id, kind: 'write', source: 'web', scopes: [], hint: 'abcd', label: '', created_at, revoked_at };
}

it('shows open keys first, the newest of each before the older', () => {
  const keys = [
    key('old', '2026-01-01T00:00:00Z'),
    key('gone', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'),
    key('new', '2026-02-01T00:00:00Z'),
  ];
  expect(ordered(keys).map(one => one.id)).toEqual(['new', 'old', 'gone']);
  expect(keys[0]?.id).toBe('old');
});

it('knows what a source may be called', () => {
  expect(['web', 'shop.de', '9-tills_2'].every(name => SOURCE_NAME.test(name))).toBe(true);
  expect(['', '网店', 'a b', '<b>', '.web', 'x'.repeat(101)].some(name => SOURCE_NAME.test(name))).toBe(false);
});
