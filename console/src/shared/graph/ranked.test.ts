import { describe, expect, it } from 'vitest';

import { ranked } from './ranked';
import { TAG } from './tag';

describe('the places of a web', () => {
  it('go from left to right, and no two tags overlap', () => {
    const ids = ['a', 'b', 'c', 'd', 'alone'];
    const places = ranked(ids, [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'a', to: 'd' },
      { from: 'a', to: 'nobody' },
    ]);
    const x = (id: string) => places.get(id)?.x ?? NaN;
    expect(x('a')).toBeLessThan(x('b'));
    expect(x('b')).toBeLessThan(x('c'));
    const all = [...places.values()];
    for (const [index, one] of all.entries())
      for (const other of all.slice(index + 1))
        expect(Math.abs(one.x - other.x) >= TAG.width || Math.abs(one.y - other.y) >= TAG.height).toBe(true);
  });

  it('bear circles', () => {
    expect(
      ranked(
        ['a', 'b'],
        [
          { from: 'a', to: 'b' },
          { from: 'b', to: 'a' },
        ],
      ).size,
    ).toBe(2);
  });
});
