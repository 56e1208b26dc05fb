import { describe, expect, it } from 'vitest';

import { Format } from './format';
import { readable } from './readable';

describe('readable', () => {
  it('writes instants as people do, and leaves the rest', () => {
    const format = new Format('en');
    const said = readable("waits until 2026-11-25T14:59:55.719Z, or '2026-11-25' comes", format);
    expect(said).toBe(`waits until ${format.instant('2026-11-25T14:59:55.719Z')}, or '2026-11-25' comes`);
    expect(readable('no instant: 2026-99-99T99:99Z', format)).toContain('2026-99-99T99:99Z');
  });
});
