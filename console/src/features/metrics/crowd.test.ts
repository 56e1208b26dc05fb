import { expect, test } from 'vitest';

import { crowdOf } from './crowd';
import type { Figure, Metric } from '@/shared/definitions/types';

const metric = { name: 'revenue', title: { en: 'Revenue', zh: '销售额' } } as unknown as Metric;
const figure = { period: '2026-05-04' } as Figure;

test('a crowd is called after the metric, the part and the period in every language', () => {
  const part = { name: 'loyal', title: { en: 'Loyal' }, kind: 'stage' } as const;
  expect(crowdOf(metric, figure, part, 'x')).toEqual({
    name: 'revenue_loyal_2026_05_04',
    title: { en: 'Revenue · Loyal · 2026-05-04', zh: '销售额 · Loyal · 2026-05-04' },
    when: 'x',
  });
  expect(crowdOf({ ...metric, title: {} }, figure, null, 'x').title).toEqual({ en: 'revenue · 2026-05-04' });
});
