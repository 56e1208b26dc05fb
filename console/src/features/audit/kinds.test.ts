import { expect, it } from 'vitest';

import en from '@/../locales/en/audit.json';
import { customerOf, KINDS, toneOf } from './kinds';

it('finds the customer in what an act was about', () => {
  expect(customerOf('customer:17')).toBe('17');
  expect(['member:17', 'customer:', 'customer:17x', '<b>customer:17</b>', ''].map(customerOf)).toEqual(
    Array(5).fill(null),
  );
});

it('has words for every kind', () => {
  expect(Object.keys(en.what).sort()).toEqual([...KINDS].sort());
});

it('makes failures louder than looking around', () => {
  expect(toneOf('sign_in_failed')).toBe('bad');
  expect(toneOf('reveal')).toBe('pine');
  expect(toneOf('something_new')).toBe('plain');
});
