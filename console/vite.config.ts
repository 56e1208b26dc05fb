import react from '@vitejs/plugin-react';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` and `npm run preview` find a house: `python e2e/serve.py` prints its address. */
const house = process.env.REGULARS_URL ?? 'http://127.0.0.1:8080';
const proxy = Object.fromEntries(['/v1', '/openapi.json'].map(prefix => [prefix, { target: house }]));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': path.resolve(import.meta.dirname, 'src') } },
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  build: {
    outDir: '../src/regulars/console_dist',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
