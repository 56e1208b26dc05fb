import { describe, expect, it } from 'vitest';

import { harmless } from './letter';

describe('harmless', () => {
  it('keeps what one reads', () => {
    const { html, left } = harmless('<h1 style="color:#0e5f57">您好</h1><p>Hello <b>Ann</b></p>');
    expect(html).toContain('<h1 style="color:#0e5f57">您好</h1>');
    expect(html).toContain('<b>Ann</b>');
    expect(left).toBe(0);
  });
  it.each([
    '<script>alert(1)</script>',
    '<img src="https://pixel.example/open.gif">',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)></svg>',
    '<div style="background:url(https://pixel.example/a)">',
    '<div style="background:u\\72l(https://pixel.example/a)">',
    '<style>@import "https://pixel.example/a.css"</style>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<meta http-equiv="refresh" content="0;url=https://pixel.example">',
    '<base href="https://pixel.example/"><link rel=stylesheet href="https://pixel.example/a.css">',
    '<form action="https://pixel.example"><button formaction="javascript:alert(1)">x</button></form>',
    '<table background="https://pixel.example/a.png"></table>',
  ])('lets nothing of %s run or load', html => {
    const found = harmless(html);
    expect(found.left).toBeGreaterThan(0);
    expect(found.html).not.toMatch(/alert|pixel\.example|src=|srcset/);
  });
  it('shows where a link leads instead of leading there', () => {
    const { html } = harmless('<a href="https://shop.example/tea">Tea</a>');
    expect(html).toContain('<a title="https://shop.example/tea">Tea</a>');
  });
  it('says what a picture from elsewhere shows', () => {
    expect(harmless('<p><img src="https://shop.example/t.png" alt="Our <tea>"></p>').html).toContain(
      '<p>Our &lt;tea&gt;</p>',
    );
  });
  it('keeps pictures that the mail brings itself', () => {
    expect(harmless('<img src="data:image/png;base64,AAAA">').html).toContain('data:image/png');
    expect(harmless('<img src="data:image/svg+xml,<svg/>">').html).not.toContain('data:');
  });
});
