// How much a browser loads before the first room shows: the entry with all that it imports at once, and Home. Fails over the limit.
import { readFileSync } from 'node:fs';

import { gzipSync } from 'node:zlib';

const LIMIT = 600 * 1024;
const dist = new URL('../../src/regulars/console_dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const seen = new Set();

function visit(name) {
  const chunk = manifest[name];
  if (!chunk || seen.has(chunk.file)) return;
  seen.add(chunk.file);
  for (const sheet of chunk.css ?? []) seen.add(sheet);
  for (const font of chunk.assets ?? []) seen.add(font);
  for (const other of chunk.imports ?? []) visit(other);
}

visit('index.html');
for (const name of Object.keys(manifest)) {
  if (name.endsWith('HomePage.tsx') || /locales\/en\/(shared|frame|home)\.json$/.test(name)) visit(name);
}

const weights = [...seen].map(file => [file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length]);
const total = weights.reduce((sum, [, bytes]) => sum + bytes, 0);
const kib = bytes => `${(bytes / 1024).toFixed(1)} KiB`;
for (const [file, bytes] of weights.sort((one, other) => other[1] - one[1]).slice(0, 8))
  console.log(`${kib(bytes).padStart(11)}  ${file}`);
console.log(`${kib(total).padStart(11)}  first load, gzip (limit ${kib(LIMIT)})`);
if (total > LIMIT) {
  console.error('The first load is too heavy: split by route, or load lazily.');
  process.exit(1);
}
