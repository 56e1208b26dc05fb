import { expect, test } from 'vitest';

import { titled } from './titled';

test('a definition is called by its title, a mail without one by its subject, anything else by its name', () => {
  const subject = { en: 'We miss you', zh: '好久不见' };
  expect(titled({ name: 'miss_you', title: { en: 'Come back' }, subject }, 'zh')).toBe('Come back');
  expect(titled({ name: 'miss_you', title: {}, subject }, 'zh')).toBe('好久不见');
  expect(titled({ name: 'miss_you', subject: { de: 'Hallo' } }, 'zh')).toBe('Hallo');
  expect(titled({ name: 'miss_you' }, 'en')).toBe('miss_you');
});
