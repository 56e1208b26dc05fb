import { expect, test } from 'vitest';

import { best, cardOf, figures } from './card';

test('figures stand beside those of the baseline', () => {
  const card = cardOf({
    backtest: { auc: 0.89, customers: 126, instant: '2026-10-07', curve: [], baseline: { auc: 0.87 } },
  });
  expect(figures(card)).toEqual([
    { name: 'auc', value: 0.89, baseline: 0.87 },
    { name: 'customers', value: 126, baseline: null },
  ]);
});

test('a model without a card, or one of another version, has no figures', () => {
  expect(figures(cardOf(null))).toEqual([]);
  expect(figures(cardOf({ backtest: { note: 'nothing could be checked' } }))).toEqual([]);
});

test('the most telling figure goes first; what could not be told is passed over', () => {
  expect(best({ customers: 183, champions: 0.1 })).toEqual(['champions', 0.1]);
  expect(best({ auc: null, brier: 0.2 })).toEqual(['brier', 0.2]);
  expect(best({})).toBeNull();
});
