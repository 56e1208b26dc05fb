import hooks from 'eslint-plugin-react-hooks';
import { readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/**
 * The law of the house: shared → features → app. Shared knows no feature, a feature knows no other feature and not the app;
 * they meet in `app`. Files stay short, and nothing is re-exported.
 */
const MOST_LINES = 222;
const features = readdirSync(new URL('./src/features', import.meta.url));

const barred = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }],
});
const far = [['../../*'], 'Outside your own folder, import by `@/…`.'];
const bare = [
  ['echarts', 'echarts/*', '@xyflow/react', '@dagrejs/dagre', '@codemirror/*', '@lezer/*', 'yaml'],
  'Heavy: only the lazy files of shared/chart, graph, sql and draft import it.',
];

export default tseslint.config(
  { ignores: ['src/shared/api/schema.ts', 'node_modules'] },
  ...tseslint.configs.recommended,
  hooks.configs.flat['recommended-latest'],
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'max-lines': ['error', MOST_LINES],
      'no-console': 'error',
      'react-hooks/incompatible-library': 'off', // it concerns the compiler of React, which is not used here
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
        { selector: 'ExportNamedDeclaration[source]', message: 'No barrels: import from the file that defines it.' },
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Everything is shown as text.' },
        {
          selector: 'AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]',
          message: 'Everything is shown as text.',
        },
      ],
    },
  },
  {
    files: ['src/shared/**'],
    rules: barred(far, bare, [['@/features/*', '@/app/*'], 'shared knows neither features nor app.']),
  },
  {
    files: ['src/shared/chart/engine.ts', 'src/shared/{graph,sql}/**', 'src/shared/draft/spelling.ts'],
    rules: barred(far, [['@/features/*', '@/app/*'], 'shared knows neither features nor app.']),
  },
  { files: ['scripts/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  { files: ['src/app/**'], rules: barred(far, bare) },
  ...features.map(own => ({
    files: [`src/features/${own}/**`],
    rules: barred(
      far,
      bare,
      [['@/app/*'], 'A feature does not know the app.'],
      ...features
        .filter(other => other !== own)
        .map(other => [[`@/features/${other}/*`], 'Features meet in app, not in each other.']),
    ),
  })),
);
