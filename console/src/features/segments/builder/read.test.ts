import { describe, expect, it } from 'vitest';

import { read } from './read';
import { group, type Filter, type Group, type Item, type Literal, type Test } from './tree';
import { write } from './write';

/** Texts as the builder writes them: read and written again they are the same, letter by letter. */
const CANONICAL = [
  'spend >= 900',
  'spend_90d > 0.5 and orders_90d = 0',
  "traits.city in ('广州', '深圳', '厦门')",
  "traits.city not in ('Berlin')",
  'last_order < today() - interval 30 day',
  'first_order >= today() - interval 2 month',
  "favourite = 'Pu''er' and orders > 0",
  "stage = 'loyal' or stage in ('new', 'regular')",
  'big_spenders and not slipping_away',
  'scores.churn between 0.5 and 0.9',
  'traits.email is not null and traits.phone is null',
  "contains(traits.email, '@mail') and not contains(traits.name, 'test')",
  `traits."VIP Level" = 'gold' and traits."a.b" > 1`,
  `sum(properties."Order Total") filter (where event = 'Paid' and properties."it's" = 'x') > 5`,
  "starts_with(traits.phone, '+86')",
  'traits.vip = true or traits.vip <> false',
  'spend <= -3 and 消费额 > 10',
  "first_order < '2026-01-01'",
  'count(*) >= 1',
  "count(*) filter (where event = 'Order Completed') >= 2",
  "count(*) filter (where event = 'Order Completed') over (range interval 90 day preceding) >= 3",
  'count(*) over (range interval 24 hour preceding) = 0',
  "count(*) filter (where event = 'Product Viewed' and properties.category in ('Green', 'Pu''er') and properties.price > 80) > 3",
  'count(*) filter (where properties.total > 100) >= 1',
  "sum(properties.total) filter (where event = 'Order Completed') over (range interval 12 week preceding) between 10 and 20",
  "avg(properties.rating) filter (where event = 'Survey Answered') < 3",
  "count(distinct properties.product_id) filter (where event = 'Product Viewed') >= 5",
  "max(timestamp) filter (where event = 'Order Completed') < today() - interval 60 day",
  "min(timestamp) filter (where event = 'Order Completed') >= today() - interval 1 year",
  "max(properties.total) filter (where event = 'Order Completed' and not contains(properties.note, 'x')) > 1",
  "(spend > 1 or orders > 2) and not (stage = 'lost' or slipping_away)",
  'not (spend > 1 and (orders > 2 or (views_30d > 3 and rating is null)))',
  'not (spend > 1)',
  'true',
];

/** Texts that the builder cannot show. */
const OUTSIDE = [
  'spend / nullif(orders, 0) > 5',
  'spend > orders',
  'case when spend > 1 then true else false end',
  "lower(traits.city) = 'berlin'",
  'spend > 500 -- a comment',
  '"spend" > 1',
  'traits."a > 1',
  "traits.city like 'B%'",
  'last_order <= today() - interval 30 day',
  'last_order < now() - interval 30 day',
  'count(*)',
  'count(*) filter (where event = 1) > 1',
  "count(*) filter (where event = 'a' or event = 'b') > 1",
  'count(traits.city) > 1',
  'sum(traits.age) > 1',
  'count(*) over (range interval 3 month preceding) > 1',
  'count(*) over (partition by event) > 1',
  'spend > 1 and',
  'spend > 1)',
  '(spend > 1',
  "traits.city = 'Berlin",
  'spend > 1e300',
  'spend > 9007199254740993',
  'spend > 1.2.3',
  'spend = null',
  'a; drop table b',
  '（spend > 1）',
];

describe('the text of the builder', () => {
  it.each(CANONICAL)('is read and written again: %s', text => {
    const found = read(text);
    expect(found).not.toBeNull();
    expect(write(found as Group)).toBe(text);
  });

  it.each(OUTSIDE)('is not read where it says more: %s', text => {
    expect(read(text)).toBeNull();
  });

  it('is read in any case and spacing', () => {
    const found = read("SPEND>=900\n AND\tTRAITS.city IN('a','b') And x != 1");
    expect(write(found as Group)).toBe("SPEND >= 900 and TRAITS.city in ('a', 'b') and x <> 1");
  });

  it('joins and before or, as SQL does', () => {
    expect(write(read('a or b and c') as Group)).toBe('a or (b and c)');
    expect(write(read('not a and b') as Group)).toBe('not a and b');
    expect(write(read('not a = 1 and b') as Group)).toBe('not (a = 1) and b');
    expect(write(read('not not a') as Group)).toBe('not (not a)');
    expect(write(read('x not in (1) and y') as Group)).toBe('x not in (1) and y');
  });

  it('gives an empty group for nothing', () => {
    expect(read('  ')).toEqual(group());
  });

  it('survives any tree that the builder can make', () => {
    let seed = 7;
    const draw = (most: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % most;
    };
    for (let round = 0; round < 400; round += 1) {
      const made = tree(draw, 0);
      const text = write(made);
      const back = read(text);
      expect(back, text).not.toBeNull();
      const again = write(back as Group); // brackets around a whole text are gone, nothing else
      expect(write(read(again) as Group)).toBe(again);
      for (let salt = 0; salt < 8; salt += 1) expect(holds(back as Group, salt), text).toBe(holds(made, salt));
    }
  });
});

/** Whether the tree is true where each condition is true or false by its own spelling. */
function holds(one: Item, salt: number): boolean {
  if (one.kind !== 'group') {
    const positive = one.kind === 'flag' ? { ...one, holds: true } : one;
    const sum = [...write(group([positive]))].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) % 65521, salt);
    return (sum % 2 === 0) === (one.kind === 'flag' ? one.holds : true);
  }
  const parts = one.items.map(part => holds(part, salt));
  return (one.join === 'and' ? parts.every(Boolean) : parts.some(Boolean)) !== one.not;
}

type Draw = (most: number) => number;

const TEXTS = ["it's", '茶 (新)', '-- no', '<b>', '%_\\', 'and'];

function value(draw: Draw): Literal {
  return [draw(1000), -draw(50), draw(90) / 8, draw(2) === 0, TEXTS[draw(TEXTS.length)] as string][draw(5)] as Literal;
}

function test(draw: Draw, clock: boolean): Test {
  const text = TEXTS[draw(TEXTS.length)] as string;
  const tests: Test[] = [
    { op: (['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const)[draw(6)] ?? 'eq', value: value(draw) },
    { op: 'between', low: draw(9), high: 9 + draw(9) },
    { op: draw(2) ? 'in' : 'not_in', values: [value(draw), value(draw)] },
    { op: draw(2) ? 'known' : 'unknown' },
    { op: (['contains', 'not_contains', 'starts'] as const)[draw(3)] ?? 'starts', value: text },
    { op: draw(2) ? 'within' : 'older', count: 1 + draw(90), unit: 'day' },
  ];
  return tests[draw(clock ? 6 : 5)] as Test;
}

function item(draw: Draw, depth: number): Item {
  const which = draw(depth < 3 ? 4 : 3);
  if (which === 0) return { kind: 'flag', path: 'vip', holds: draw(2) === 0 };
  if (which === 1)
    return { kind: 'condition', subject: { kind: 'value', path: 'traits.城市' }, test: test(draw, true) };
  if (which === 3) return tree(draw, depth + 1);
  const filters: Filter[] = draw(2) ? [{ path: 'properties.total', test: test(draw, false) }] : [];
  const subject = {
    kind: 'events' as const,
    measure: draw(2) ? ('sum' as const) : ('times' as const),
    property: null as string | null,
    event: draw(2) ? 'Order Completed' : null,
    filters,
    window: draw(2) ? { count: 1 + draw(90), unit: 'week' as const } : null,
  };
  if (subject.measure === 'sum') subject.property = 'properties.total';
  return { kind: 'condition', subject, test: test(draw, true) };
}

function tree(draw: Draw, depth: number): Group {
  const items = Array.from({ length: 1 + draw(3) }, () => item(draw, depth));
  return group(items, draw(2) ? 'and' : 'or', draw(4) === 0);
}
