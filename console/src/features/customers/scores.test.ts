import { expect, test } from 'vitest';

import { byModel, scoresOf } from './scores';

const models = { rfm: { kind: 'rfm' }, value: { kind: 'value' }, churn: { kind: 'propensity' } };

test('the scores of a model stand together, those from outside alone', () => {
  const scores = { rfm_group: 'loyal', rfm_recency: 5, value: 10, value_tier: null, mood: 0.5 };
  expect(byModel(scores, models)).toEqual([
    { model: 'rfm', kind: 'rfm', own: { group: 'loyal', recency: 5 } },
    { model: 'value', kind: 'value', own: { '': 10 } },
    { model: 'mood', kind: '', own: { '': 0.5 } },
  ]);
});

test('all that models write can be a column', () => {
  expect(scoresOf(models)).toContain('value_tier');
  expect(scoresOf(models)).not.toContain('rfm');
  expect(scoresOf(models)).toContain('churn');
});
