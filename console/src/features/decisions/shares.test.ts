import { describe, expect, it } from 'vitest';

import { Format } from '@/shared/format/format';

import { slotsSearch } from './search';
import { pickedItem, sharesOption, sharesTable } from './shares';
import type { Share } from './types';

const share = (item: string | null, part: number): Share => ({
  item,
  called: item === 'a' ? '龙井' : (item ?? ''),
  decisions: part * 100,
  share: part,
  probability: part / 2,
});
const words = { item: 'Item', decisions: 'Decisions', share: 'Share', probability: 'Mean', none: '(nothing)' };

describe('shares', () => {
  const shares = [share('a', 0.6), share('b', 0.3), share(null, 0.1)];
  it('stand with the most frequent on top, and a click finds its item', () => {
    const option = sharesOption(shares, words, new Format('en')) as { yAxis: { data: string[] } };
    expect(option.yAxis.data).toEqual(['(nothing)', 'b', '龙井']);
    expect(pickedItem(shares, 2)).toBe('a');
    expect(pickedItem(shares, 0)).toBeUndefined();
  });
  it('are a table of all of them', () => {
    expect(sharesTable(shares, words).rows[0]).toEqual(['龙井', 60, 0.6, 0.3]);
    expect(
      sharesTable(
        Array.from({ length: 50 }, () => share('b', 0.02)),
        words,
      ).rows,
    ).toHaveLength(50);
  });
  it('of an address are read whatever it holds', () => {
    expect(slotsSearch({ days: 90, slot: 'home', item: ['x'] })).toEqual({ slot: 'home', days: '90', item: undefined });
    expect(slotsSearch({ days: '8' }).days).toBeUndefined();
  });
});
