import { expect, it } from 'vitest';
import { parse } from 'yaml';

import { fresh, withPersonalNames } from './personalNames';

const YAML = `workspace:
  name: tea
  zone: Asia/Shanghai
features:
  orders: # counted for ever
    of: "count(*) filter (where event = 'Order Completed')"
`;

it('adds names and leaves the rest of the definitions alone', () => {
  const text = withPersonalNames(YAML, ['shoe size', '鞋码']);
  expect(parse(text)).toEqual({
    ...parse(YAML),
    workspace: { name: 'tea', zone: 'Asia/Shanghai', personal: ['shoe size', '鞋码'] },
  });
  expect(text).toContain('# counted for ever');
});

it('takes the last name away without leaving an empty list', () => {
  expect(parse(withPersonalNames(withPersonalNames(YAML, ['a']), []))).toEqual(parse(YAML));
});

it('begins definitions where there are none', () => {
  expect(parse(withPersonalNames('', ['a']))).toEqual({ workspace: { personal: ['a'] } });
  expect(parse(withPersonalNames('{}\n', []))).toEqual({});
});

it('knows a name in another spelling', () => {
  expect(fresh(['Shoe Size', 'shoe_size', ' ', 'E-Mail', 'pet'], ['email'])).toEqual(['Shoe Size', 'pet']);
});
