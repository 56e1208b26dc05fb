import { Users } from 'lucide-react';
import { expect, test } from 'vitest';

import { fitting, type Entry } from './entries';

const entry = (label: string, group: Entry['group'] = 'rooms'): Entry => ({
  id: label,
  group,
  label,
  icon: Users,
  go: () => {},
});

test('every typed word must be found, the start of a label is best', () => {
  const entries = [
    entry('Views per customer', 'definitions'),
    entry('Big customers', 'definitions'),
    entry('Customers'),
  ];
  expect(fitting(entries, 'cust').map(one => one.label)).toEqual(['Customers', 'Views per customer', 'Big customers']);
  expect(fitting(entries, 'cust view').map(one => one.label)).toEqual(['Views per customer']);
});

test('accents, case and full-width letters do not matter', () => {
  expect(fitting([entry('Café 分群')], 'ＣＡＦＥ 分')).toHaveLength(1);
});

test('customers were found by the server and are not sifted again', () => {
  expect(fitting([entry('王•••', 'customers')], 'wang')).toHaveLength(1);
});
