import { expect, test } from 'vitest';

import { csv } from './csv';

test('cells that a spreadsheet would run are text, and quotes and lines stay whole', () => {
  const rows = [
    ['=cmd|calc', -1.5],
    ['a "b", c\nd', null],
    ['@x', true],
  ];
  expect(csv({ columns: ['name', '值'], rows })).toBe(
    '\ufeffname,值\r\n\'=cmd|calc,-1.5\r\n"a ""b"", c\nd",\r\n\'@x,true\r\n',
  );
});
