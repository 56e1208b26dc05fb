import { expect, test } from 'vitest';

import { lastFlows, sankey } from './sankey';
import type { Flow } from './types';

const flow = (period: string, whole: boolean, links: [string, string, number][]): Flow => ({
  period,
  whole,
  stocks: [],
  links: links.map(([from, to, customers]) => ({ from, to, customers })),
});
const flows = [
  flow('2026-07-01', true, []),
  flow('2026-08-01', true, [['', 'new', 5]]),
  flow('2026-09-01', true, [
    ['new', 'regular', 3],
    ['new', 'new', 2],
    ['', 'new', 4],
    ['new', 'lost', 0],
  ]),
  flow('2026-10-01', false, [['regular', '', 1]]),
];

test('each column is the end of one period and the beginning of the next', () => {
  const { stations, streams, periods } = sankey(flows.slice(0, 3), ['lost', 'regular', 'new']);
  expect(periods).toEqual(['2026-08-01', '2026-09-01']);
  expect(stations.map(one => [one.name, one.customers])).toEqual([
    ['0:', 5],
    ['1:new', 5],
    ['1:', 4],
    ['2:regular', 3],
    ['2:new', 6],
  ]);
  expect(streams.every(stream => stream.value > 0)).toBe(true);
  const names = new Set(stations.map(one => one.name));
  expect(streams.every(stream => names.has(stream.source) && names.has(stream.target))).toBe(true);
});

test('nothing flows where nobody was', () => {
  expect(sankey([flow('2026-07-01', true, [])], ['new'])).toEqual({ stations: [], streams: [], periods: [] });
});

test('the running period is drawn only when it is asked for', () => {
  expect(lastFlows(flows, 2).map(one => one.period)).toEqual(['2026-08-01', '2026-09-01']);
  expect(lastFlows(flows, 2, '2026-10-01').map(one => one.period)).toEqual(['2026-09-01', '2026-10-01']);
  expect(lastFlows(flows, 9, 'never').length).toBe(3);
});
