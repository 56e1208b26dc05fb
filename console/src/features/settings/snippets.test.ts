import { describe, expect, it } from 'vitest';

import { CLIENTS, snippet } from './snippets';

describe('snippet', () => {
  it('names the key and the house for every client', () => {
    for (const client of CLIENTS) {
      const text = snippet(client, 'https://shop.example:8443', 'wk_abc');
      expect(text, client).toContain('wk_abc');
      expect(text, client).toContain('shop.example:8443');
    }
  });

  it('tells the browser client the protocol apart from the host, as it wants them', () => {
    expect(snippet('browser', 'http://127.0.0.1:8080', 'wk')).toContain(
      "apiHost: '127.0.0.1:8080/v1', protocol: 'http'",
    );
    expect(snippet('browser', 'https://shop.example', 'wk')).toContain("protocol: 'https'");
  });

  it('sends what the door takes: the body of the curl command is JSON', () => {
    const body = /-d '([^']+)'$/.exec(snippet('curl', 'https://shop.example', 'wk'))?.[1] ?? '';
    expect((JSON.parse(body) as { batch: unknown[] }).batch).toHaveLength(2);
  });
});
