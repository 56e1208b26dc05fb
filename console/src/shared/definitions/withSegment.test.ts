import { expect, test } from 'vitest';

import { freeName, withSegment } from './withSegment';

const segment = { name: 'at_risk', title: { en: 'At "risk": #1' }, when: "scores.rfm_group = 'at_risk'" };
const line = `  at_risk: {"when":"scores.rfm_group = 'at_risk'","title":{"en":"At \\"risk\\": #1"}}\n`;

test('a segment is added to those that are there', () => {
  expect(withSegment('features:\n  a: 1\nsegments:\n  big:\n    when: a > 1\nstages: {}\n', segment)).toBe(
    `features:\n  a: 1\nsegments:\n${line}  big:\n    when: a > 1\nstages: {}\n`,
  );
});

test('the first segment brings its section', () => {
  expect(withSegment('features:\n  a: 1', segment)).toBe(`features:\n  a: 1\nsegments:\n${line}`);
  expect(withSegment('', segment)).toBe(`segments:\n${line}`);
});

test('a replacement pattern in a condition stays as it is', () => {
  expect(withSegment('segments:\n  b: {when: c}\n', { ...segment, when: "traits.x = '$&$1'" })).toContain('$&$1');
});

test('names are free and fit for expressions', () => {
  expect(freeName('At risk!', new Set())).toBe('at_risk');
  expect(freeName('at_risk', new Set(['at_risk', 'at_risk_2']))).toBe('at_risk_3');
  expect(freeName('流失', new Set())).toBe('segment');
  expect(freeName('30 days', new Set())).toBe('segment_30_days');
});
