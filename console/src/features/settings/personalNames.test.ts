import { expect, it } from 'vitest';

import { fresh } from './personalNames';

it('knows a name in another spelling', () => {
  expect(fresh(['Shoe Size', 'shoe_size', ' ', 'E-Mail', 'pet'], ['email'])).toEqual(['Shoe Size', 'pet']);
});
