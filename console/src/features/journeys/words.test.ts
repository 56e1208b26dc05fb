import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';

import type { Known } from './known';
import { begins, does, happened, lasting } from './words';

const t = ((key: string, values?: object) =>
  `${key} ${JSON.stringify(values ?? {})}`) as unknown as TFunction<'journeys'>;
const known = { called: (_: string, name: string) => name.toUpperCase() } as unknown as Known;

describe('words', () => {
  it('call an event by its title where a text says no more than its name', () => {
    expect(begins({ name: 'a', on_event: "event = 'It''s'", steps: [] }, t, known)).toBe(
      'begins.happens {"name":"IT\'S"}',
    );
    const more = "event = 'a' and properties.total > 3";
    expect(begins({ name: 'a', on_event: more, steps: [] }, t, known)).toBe(`begins.event {"event":"${more}"}`);
    expect(does({ name: 'a', until: "event = 'b'" }, t, known)).toContain('quoted');
  });
  it('say lengths of time, and leave what is none', () => {
    expect(lasting('3d', t)).toBe('lasting.d {"count":3}');
    expect(lasting('3 moons', t)).toBe('3 moons');
  });
  it('tell passages, and leave what they do not know', () => {
    expect(happened('journey', 'waits at rest', t, known)).toBe('happened.waits {"step":"rest"}');
    expect(happened('journey', 'danced', t, known)).toBe('danced');
    expect(happened('message', 'hello', t, known)).toBe('happened.message {"template":"HELLO"}');
  });
});
