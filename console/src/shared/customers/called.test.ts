import { expect, test } from 'vitest';

import { bestIdentifier, called, initials } from './called';

test('a name goes before identifiers, and these before the number', () => {
  const identifiers = { anonymous_id: ['d1'], email: ['ann@example.com'] };
  expect(called({ customer_id: 7, traits: { name: ' ' }, identifiers })).toBe('ann@example.com');
  expect(called({ customer_id: 7, traits: { first_name: 'Ann', last_name: 'Berg' }, identifiers })).toBe('Ann Berg');
  expect(called({ customer_id: 7, identifiers: {} })).toBe('#7');
});

test('an identifier that is not covered is the better one', () => {
  expect(bestIdentifier({ email: ['a•••@•••'], user_id: ['c1'] })).toBe('c1');
  expect(bestIdentifier({ email: ['a•••@•••'] })).toBe('a•••@•••');
});

test.each([
  ['Ann Berg', 'AB'],
  ['王伟', '王'],
  ['<script>', 'S'],
  ['👩‍👩‍👧', '·'],
])('initials of %s', (name, letters) => expect(initials(name)).toBe(letters));
