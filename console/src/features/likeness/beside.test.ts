import { expect, test } from 'vitest';

import { beside } from './beside';
import type { Proposal } from './types';

const proposal = {
  left: {
    customer_id: 1,
    traits: { name: '<b>Ann</b>', city: 'Berlin', address: { city: 'B' } },
    identifiers: { email: ['a@x.example'] },
  },
  right: {
    customer_id: 2,
    traits: { name: 'Anne', birthday: '1990-07-01' },
    identifiers: { email: ['b@x.example', 'c@x.example'] },
  },
  weights: [
    { field: 'name', level: 'alike', bits: 3.1, likeness: 0.93 },
    { field: 'city', level: 'other', bits: -4, likeness: null },
    { field: 'address.city', level: 'same', bits: 1, likeness: null },
  ],
} as unknown as Proposal;

test('what weighs most stands at the top, for or against', () => {
  const lines = beside(proposal);
  expect(lines.map(line => [line.name, line.bits])).toEqual([
    ['city', -4],
    ['name', 3.1],
    ['address', 1],
    ['birthday', null],
    ['email', null],
  ]);
});

test('each side says what it knows, as text', () => {
  const lines = new Map(beside(proposal).map(line => [line.name, line]));
  expect(lines.get('name')).toMatchObject({ left: '<b>Ann</b>', right: 'Anne', level: 'alike' });
  expect(lines.get('city')).toMatchObject({ left: 'Berlin', right: '' });
  expect(lines.get('address')?.left).toBe('{"city":"B"}');
  expect(lines.get('email')).toMatchObject({ right: 'b@x.example, c@x.example', kind: 'identifier' });
});
