import { describe, expect, it } from 'vitest';

import { editOf, readEdits, withEdit, withoutEdit, type Edit } from './draft';
import { toward } from './toward';
import { block, collected, lineOf, NoYaml, parsed, spelled, valueOf, withEdits } from './spelling';

const HOUSE = `workspace:
  zone: Asia/Shanghai
features:
  spend: sum(properties.total)
  average_order:
    title:
      en: Average order
      zh: 客单价
    of: spend / nullif(orders, 0)
segments:
  pu_erh: favourite = 'Pu''er' and orders > 0
  'on': spend > 1
`;

const edit = (section: string, name: string, value: unknown, was = ''): Edit => ({ section, name, value, was });

describe('edits', () => {
  it('keep where they began when edited again', () => {
    const twice = withEdit(
      withEdit([], edit('segments', 'vip', 'spend > 1', 'old')),
      edit('segments', 'vip', 'spend > 2', 'x'),
    );
    expect(twice).toEqual([edit('segments', 'vip', 'spend > 2', 'old')]);
    expect(editOf(twice, 'segments', 'vip')?.value).toBe('spend > 2');
    expect(withoutEdit(twice, 'segments', 'vip')).toEqual([]);
  });

  it('are read from anything', () => {
    expect(readEdits(null)).toEqual([]);
    expect(readEdits('{"a":1}')).toEqual([]);
    expect(readEdits('[1, {"section":"segments"}, {"section":"s","name":"n","value":null,"was":""}]')).toHaveLength(1);
    expect(readEdits('nonsense')).toEqual([]);
  });
});

describe('the text with edits', () => {
  it('changes nothing else', () => {
    const text = withEdits(HOUSE, [edit('segments', 'pu_erh', { title: { zh: '普洱' }, when: 'orders > 1' })]);
    expect(text).toBe(
      HOUSE.replace(
        "pu_erh: favourite = 'Pu''er' and orders > 0",
        'pu_erh:\n    title:\n      zh: 普洱\n    when: orders > 1',
      ),
    );
  });

  it('adds to a section, and makes one', () => {
    expect(withEdits(HOUSE, [edit('segments', 'vip', 'spend > 9')])).toBe(`${HOUSE}  vip: spend > 9\n`);
    expect(withEdits('', [edit('segments', 'vip', 'spend > 9')])).toBe('segments:\n  vip: spend > 9\n');
    expect(withEdits(HOUSE, [edit('caps', 'x', { limit: 1 })])).toContain('caps:\n  x:\n    limit: 1\n');
  });

  it('takes away, and the section with its last', () => {
    expect(withEdits(HOUSE, [edit('features', 'spend', null)])).not.toContain('sum(properties.total)');
    const gone = withEdits(HOUSE, [edit('segments', 'pu_erh', null), edit('segments', 'on', null)]);
    expect(gone).not.toContain('segments');
    expect(withEdits(HOUSE, [edit('segments', 'nobody', null)])).toBe(HOUSE);
  });

  it('keeps texts that look like something else', () => {
    for (const value of ['on', 'yes', '1e3', '0x10', '12:30', '2026-01-01', 'a: b', '# no', "it's", '- x', 'null']) {
      expect(parsed(spelled({ value }))).toEqual({ value });
      expect(withEdits('', [edit('segments', 'a', value)])).not.toBe(
        `segments:\n  a: ${value === 'on' ? value : '\0'}\n`,
      );
    }
  });
});

describe('one definition', () => {
  it('has a text, a value and a line', () => {
    expect(block(HOUSE, 'segments', 'on')).toBe('spend > 1\n');
    expect(block(HOUSE, 'features', 'average_order')).toBe(
      'title:\n  en: Average order\n  zh: 客单价\nof: spend / nullif(orders, 0)\n',
    );
    expect(valueOf(HOUSE, 'features', 'nobody')).toBeUndefined();
    expect(valueOf(HOUSE, 'features', 'toString')).toBeUndefined();
    expect(lineOf(HOUSE, 'features', 'average_order')).toBe(5);
    expect(lineOf(HOUSE, 'segments', 'on')).toBe(12);
    expect(lineOf(HOUSE, 'journeys', 'x')).toBeNull();
  });

  it('that is no YAML says where', () => {
    expect(() => parsed('a: [1')).toThrow(NoYaml);
    try {
      parsed('a: 1\nb: "x');
    } catch (error) {
      expect((error as NoYaml).line).toBe(2);
    }
  });
});

describe('files', () => {
  it('are laid together', () => {
    const all = collected([
      { name: 'a.yml', text: 'segments: {a: x > 1}' },
      { name: 'b.yml', text: 'segments: {b: x > 2}\nfeatures: {x: count(*)}' },
    ]);
    expect(all).toEqual({ segments: { a: 'x > 1', b: 'x > 2' }, features: { x: 'count(*)' } });
    expect(() => collected([{ name: 'c.yml', text: 'a: [' }])).toThrow(/^c\.yml: /);
  });
});

describe('the way to files', () => {
  const file = (text: string) => [{ name: 'a.yml', text }];

  it('is empty where they say the same', () => {
    expect(toward(HOUSE, file(HOUSE), true)).toEqual([]);
  });

  it('adds and changes; takes away only where the files are everything', () => {
    const text = 'segments: {new_one: spend > 3, pu_erh: orders > 1}\nworkspace: {zone: UTC}';
    expect(toward(HOUSE, file(text), false).map(one => [one.section, one.name, one.value])).toEqual([
      ['segments', 'new_one', 'spend > 3'],
      ['segments', 'pu_erh', 'orders > 1'],
      ['workspace', 'zone', 'UTC'],
    ]);
    const gone = toward(HOUSE, file(text), true).filter(one => one.value === null);
    expect(gone.map(one => one.name)).toEqual(['spend', 'average_order', 'on']);
    expect(withEdits(HOUSE, toward(HOUSE, file('segments: {a: x > 1}'), true))).toBe('segments:\n  a: x > 1\n');
  });
});
