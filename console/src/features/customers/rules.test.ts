import { expect, test } from 'vitest';

import { rulesText } from './rules';

test('rules are a line a kind, without what says nothing', () => {
  const email = { name: 'email', at: 'x.yml:1', limit: 5, title: {}, blocked: ['a: b'], trait: null, unique: false };
  expect(rulesText({ email })).toBe('identifiers:\n  email: { limit: 5, blocked: ["a: b"], unique: false }\n');
});
