import { describe, expect, it } from 'vitest';

import { diffLines, lineAt, own } from './findings';
import { compact, fields, titles } from './sections';
import { around, pictured, sought, ways, type Needs } from './web';

const item = (section: string, name: string, needs: [string, string][], used_by: [string, string][]): Needs =>
  ({ section, name, title: { zh: '标题' }, needs, used_by }) as Needs;

const ITEMS = [
  item('features', 'spend', [], [['segments', 'big']]),
  item('features', 'other', [], [['segments', 'small']]),
  item('segments', 'big', [['features', 'spend']], [['journeys', 'thanks']]),
  item(
    'segments',
    'small',
    [
      ['features', 'other'],
      ['features', 'spend'],
    ],
    [],
  ),
  item('journeys', 'thanks', [['segments', 'big']], []),
];

describe('what needs what', () => {
  it('goes up and down, not sideways', () => {
    expect([...around(ITEMS, 'segments/big')].sort()).toEqual(['features/spend', 'journeys/thanks', 'segments/big']);
    expect([...around(ITEMS, 'features/spend')].sort()).toEqual(['features/spend', 'journeys/thanks', 'segments/big']);
    expect([...around(ITEMS, 'nobody/x')]).toEqual(['nobody/x']);
  });

  it('shows everything but the side, or what is sought with its neighbours', () => {
    const all = [...ITEMS, item('events', 'Order', [], [['features', 'spend']]), item('features', 'lonely', [], [])];
    expect(pictured(all, all).has('events/Order')).toBe(false);
    expect(pictured(all, all).has('features/lonely')).toBe(false);
    expect([...pictured(all, all.slice(4, 5))].sort()).toEqual(['journeys/thanks', 'segments/big']);
  });

  it('draws ways only between what is shown', () => {
    expect(ways(ITEMS, new Set(['features/spend', 'segments/small']))).toEqual([
      { from: 'features/spend', to: 'segments/small' },
    ]);
  });

  it('is found by name, title and section', () => {
    const called = () => '标题';
    expect(sought(ITEMS, 'big', undefined, called)).toHaveLength(1);
    expect(sought(ITEMS, '标题', 'features', called)).toHaveLength(2);
  });
});

describe('findings', () => {
  const finding = (at: string) => ({ level: 'error' as const, code: 'x', text: 'no', at });

  it('stand on the line of their definition', () => {
    expect(lineAt(finding('definitions.yml:12'))).toBe(12);
    expect(lineAt(finding('definitions.yml:12:5'))).toBe(12);
    expect(lineAt(finding(''))).toBeNull();
    const all = [finding('d.yml:4'), finding('d.yml:5'), finding('d.yml:9'), finding('')];
    expect(own(all, 4, 2).map(one => one.line)).toEqual([1, 1]);
    expect(own(all, null, 2)).toEqual([]);
  });

  it('differences keep their signs apart from the text', () => {
    const lines = diffLines('--- now\n+++ changed\n@@ -1 +1 @@\n same\n-  - old\n++ new');
    expect(lines).toEqual([
      { kind: 'place', text: '@@ -1 +1 @@' },
      { kind: 'same', text: 'same' },
      { kind: 'minus', text: '  - old' },
      { kind: 'plus', text: '+ new' },
    ]);
  });
});

describe('fields', () => {
  it('are the same however a definition is written', () => {
    expect(fields('segments', 'spend > 1')).toEqual({ when: 'spend > 1' });
    expect(fields('segments', { when: 'spend > 1' })).toEqual({ when: 'spend > 1' });
    expect(fields('journeys', 'x')).toEqual({});
    expect(fields('features', undefined)).toEqual({});
    expect(compact({ of: 'x', over: '', each: null })).toEqual({ of: 'x' });
    expect(titles({ en: ' ', zh: '好' })).toEqual({ zh: '好' });
    expect(titles({ en: '' })).toBeUndefined();
  });
});
