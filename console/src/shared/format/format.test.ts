import { expect, test } from 'vitest';

import { Format } from './format';

const en = new Format('en');
const zh = new Format('zh');

test('amounts are money where the unit is a currency', () => {
  expect(en.amount(1234.5, 'CNY')).toBe('¥1,234.50');
  expect(en.amount(9000, 'USD', true)).toBe('$9,000');
  expect(zh.amount(16371.66, 'CNY', true)).toMatch(/^¥1.637\s?万$/);
  expect(en.amount(3, 'orders')).toBe('3 orders');
});

test('texts that are instants are read as instants, numbers stay numbers', () => {
  expect(en.value('2026-05-01T09:30:00.000Z')).toContain('2026');
  expect(en.value(1_775_114_087_987_192)).toBe('1,775,114,087,987,192');
  expect(en.brief('2026-05-01T09:30:00.000Z')).toBe('May 1, 2026');
  expect(en.value(1e14)).toBe('100,000,000,000,000');
  expect(en.value(null)).toBe('–');
  expect(zh.value(['a', 2])).toBe('a、2');
});

test('what is no instant is shown as it came', () => {
  expect(en.instant('<b>')).toBe('<b>');
  expect(en.ago('soon', 0)).toBe('soon');
});

test('a day is the same day wherever it is read', () => {
  expect(en.day('2026-05-01')).toBe('May 1, 2026');
});

test('a month is called by its name, an axis within one year leaves it out', () => {
  expect(zh.period('2026-10-01', 'month')).toBe('2026年10月');
  expect(en.period('2026-10-05', 'week')).toBe('Oct 5, 2026');
  expect(zh.ticks(['2026-10-05', '2026-10-12'], 'week')).toEqual(['10月5日', '10月12日']);
  expect(en.ticks(['2025-12-29', '2026-01-05'], 'week')).toEqual(['Dec 29, 2025', 'Jan 5, 2026']);
  expect(en.ticks(['2026-01-01', '2026-02-01'], 'month')).toEqual(['Jan 2026', 'Feb 2026']);
});

test('scores line up', () => {
  expect([0.7, 0.754, 1].map(value => en.score(value))).toEqual(['0.70', '0.75', '1.00']);
});

test('what is only roughly known has no more than two digits', () => {
  expect([1.29, 6.75, 41.63, 166.29].map(value => en.rough(value))).toEqual(['1.3', '6.8', '42', '166']);
});

test('how long ago goes by the largest fitting unit', () => {
  const now = Date.parse('2026-05-10T00:00:00Z');
  expect(en.ago('2026-05-07T00:00:00Z', now)).toBe('3 days ago');
  expect(zh.ago('2026-05-09T23:00:00Z', now)).toBe('1小时前');
});
