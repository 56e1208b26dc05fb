import { expect, test } from 'vitest';

import { curl } from './curl';
import type { Tailed } from './types';
import { nothing, tailed } from './useTail';

const event = (id: string) => ({ id, source: 'web' }) as Tailed;

test('new events stand first, once each', () => {
  const first = tailed(nothing, { kind: 'came', events: [event('b'), event('a')], position: 2 });
  const then = tailed(first, { kind: 'came', events: [event('c'), event('b')], position: 3 });
  expect(then.events.map(one => one.id)).toEqual(['c', 'b', 'a']);
  expect(then.position).toBe(3);
});

test('the page keeps the newest events only', () => {
  const events = Array.from({ length: 700 }, (_, place) => event(String(place)));
  expect(tailed(nothing, { kind: 'came', events, position: 1 }).events).toHaveLength(500);
});

test('a command is a command whatever the event holds', () => {
  const command = curl(
    { type: 'track', event: "it's $(rm -rf ~) `x`", user_id: 'ann', timestamp: '2026-05-01T00:00:00Z' },
    'http://127.0.0.1:8080',
  );
  expect(command).toContain(`it'\\''s $(rm -rf ~)`);
  expect(command.replaceAll("'\\''", '').split("'").length % 2).toBe(1);
  expect(curl({ type: 'consent', timestamp: '' }, '')).toContain('"type": "track"');
});
