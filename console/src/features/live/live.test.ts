import { expect, test } from 'vitest';

import { curl } from './curl';
import { planned } from './planned';
import type { Tailed } from './types';
import { nothing, tailed } from './useTail';

const event = (id: string) => ({ id, source: 'web' }) as Tailed;

test('new events stand first, once each', () => {
  const first = tailed(nothing, { kind: 'came', events: [event('b'), event('a')], position: 2 });
  const then = tailed(first, { kind: 'came', events: [event('c'), event('b')], position: 3 });
  expect(then.events.map(one => one.id)).toEqual(['c', 'b', 'a']);
  expect(then.position).toBe(3);
});

test('what the plan refused leads to the plan of the event', () => {
  const body = JSON.stringify({ type: 'track', event: 'Order Completed', properties: {} });
  expect(planned('missing_property', body)).toBe('Order Completed');
  expect(planned('too_deep', body)).toBeNull();
  expect(planned('wrong_type', '{"event": 7}')).toBeNull();
  expect(planned('wrong_type', 'no JSON')).toBeNull();
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
  expect(command?.replaceAll("'\\''", '').split("'").length).toBe(7);
});

test('what cannot be sent as it was has no command', () => {
  for (const type of ['alias', 'group', 'consent', 'merge']) {
    expect(curl({ type, user_id: 'ann', timestamp: '' }, '')).toBeNull();
  }
  expect(curl({ type: 'track', event: 'x', user_id: 'a•••@•••', timestamp: '' }, '')).toBeNull();
});

test('what is covered is not sent back as if it were the value', () => {
  const traits = { email: 'a•••@•••', city: 'Berlin', address: { street: 'B•••', floor: 2 }, tags: ['x'] };
  const command = curl({ type: 'identify', user_id: 'ann', timestamp: '', traits }, '');
  expect(command).not.toContain('•••');
  expect(command).toContain('"city": "Berlin"');
  expect(command).toContain('"floor": 2');
});
