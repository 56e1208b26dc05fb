import { describe, expect, it } from 'vitest';

import { BOX } from './flow';
import { layered } from './layered';

const way = (from: string, to: string) => ({ from, to });

describe('layered', () => {
  it('puts what follows below what it follows, and no box over another', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const { places } = layered(ids, [way('a', 'b'), way('a', 'c'), way('b', 'd'), way('c', 'd')]);
    const at = (id: string) => places.get(id) ?? { x: NaN, y: NaN };
    expect(at('b').y).toBeGreaterThan(at('a').y + BOX.height);
    expect(at('d').y).toBeGreaterThan(at('c').y + BOX.height);
    expect(Math.abs(at('b').x - at('c').x)).toBeGreaterThanOrEqual(BOX.width);
  });

  it('takes circles, doubled ways, ways to nowhere, and boxes that stand alone', () => {
    const { places } = layered(['a', 'b', 'alone'], [way('a', 'b'), way('a', 'b'), way('b', 'a'), way('b', 'nowhere')]);
    expect([...places.keys()]).toEqual(['a', 'b', 'alone']);
    expect([...places.values()].every(place => Number.isFinite(place.x) && Number.isFinite(place.y))).toBe(true);
  });

  it('leads a way around the boxes that stand between its ends', () => {
    const { places, passes } = layered(['a', 'b', 'c'], [way('a', 'b'), way('b', 'c'), way('a', 'c')]);
    const left = places.get('b')?.x ?? NaN;
    const [first, second, long = NaN] = passes;
    expect([first, second]).toEqual([undefined, undefined]);
    expect(long < left || long > left + BOX.width).toBe(true);
  });

  it('lays out a journey of a hundred steps quickly', () => {
    const ids = Array.from({ length: 100 }, (_, place) => `s${place}`);
    const next = ids.slice(1).map((id, place) => way(`s${place}`, id));
    const arms = ids
      .filter((_, place) => place % 5 === 0 && place > 3)
      .map((id, place) => way(`s${place * 5 + 1}`, id));
    const began = performance.now();
    expect(layered(ids, [...next, ...arms]).places.size).toBe(100);
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
