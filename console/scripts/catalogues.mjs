// Checks the words of the console. Fails where a key is used that no catalogue has, where a catalogue holds a key that nothing
// uses, where the two languages differ in keys or placeholders, and where a text stands in the code instead of in a catalogue.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const problems = [];
const PLURAL = /_(zero|one|two|few|many|other)$/;
/** Attributes that people read or hear. */
const SAID = new Set([
  'title',
  'label',
  'placeholder',
  'alt',
  'aria-label',
  'description',
  'text',
  'lead',
  'note',
  'okText',
  'cancelText',
  'extra',
]);
const HOOKS = new Set(['useTranslation']);

function flat(table, prefix = '') {
  return Object.entries(table).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value]] : flat(value, `${prefix}${name}.`),
  );
}

const placeholders = text =>
  [...new Set([...text.matchAll(/{{\s*(\w+)/g)].map(found => found[1]))]
    .filter(name => name !== 'count')
    .sort()
    .join();

const catalogues = {};
for (const language of ['en', 'zh']) {
  catalogues[language] = {};
  for (const file of readdirSync(join(root, 'locales', language))) {
    const entries = flat(JSON.parse(readFileSync(join(root, 'locales', language, file), 'utf8')));
    const keys = new Map();
    for (const [key, text] of entries) {
      const plain = key.replace(PLURAL, '');
      if (!text.trim()) problems.push(`locales/${language}/${file}: ${key} is empty`);
      if (keys.has(plain) && keys.get(plain) !== placeholders(text))
        problems.push(`locales/${language}/${file}: the plurals of ${plain} name different things`);
      keys.set(plain, placeholders(text));
    }
    catalogues[language][file.replace('.json', '')] = keys;
  }
}
for (const room of new Set([...Object.keys(catalogues.en), ...Object.keys(catalogues.zh)])) {
  const en = catalogues.en[room] ?? new Map();
  const zh = catalogues.zh[room] ?? new Map();
  for (const key of new Set([...en.keys(), ...zh.keys()])) {
    if (!en.has(key)) problems.push(`locales/en/${room}.json lacks ${key}`);
    else if (!zh.has(key)) problems.push(`locales/zh/${room}.json lacks ${key}`);
    else if (en.get(key) !== zh.get(key))
      problems.push(
        `${room}: ${key} names ${en.get(key) || 'nothing'} in English, ${zh.get(key) || 'nothing'} in Chinese`,
      );
  }
}

/** Keys that are used: whole ones, and beginnings of those that are put together (`status.${…}`). */
const used = Object.fromEntries(Object.keys(catalogues.en).map(room => [room, { whole: new Set(), begun: new Set() }]));

function mark(room, key, where, begun = false) {
  const [named, rest] = key.includes(':')
    ? [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
    : [room, key];
  const keys = catalogues.en[named];
  if (!keys) return problems.push(`${where}: there is no catalogue '${named}' for '${key}'`);
  used[named][begun ? 'begun' : 'whole'].add(rest);
  const found = begun ? [...keys.keys()].some(one => one.startsWith(rest)) : keys.has(rest);
  if (!found) problems.push(`${where}: no catalogue has '${named}:${rest}${begun ? '…' : ''}'`);
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? files(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  );
}

function look(path) {
  const source = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const where = node => `${relative(root, path)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  let room = 'shared';
  // The hook (of several catalogues the first), or the type of a handed-on `t`, says in whose the keys of a file stand.
  const named = source.text.match(/useTranslation\(\[?'(\w+)'|TFunction<'(\w+)'>/);
  if (named) room = named[1] ?? named[2];
  const visit = node => {
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText().split('.').at(-1);
      const first = node.arguments[0];
      if ((called === 't' || called === 'exists') && first) spoken(first);
      if (HOOKS.has(called)) return;
    }
    if (
      ts.isStringLiteral(node) &&
      /^[a-z]+:[a-z][\w.]*\.[\w.]+$/.test(node.text) &&
      catalogues.en[node.text.split(':')[0]]
    )
      mark(room, node.text, where(node));
    if (ts.isJsxText(node) && /\p{L}{2,}/u.test(node.text))
      problems.push(`${where(node)}: '${node.text.trim()}' belongs into a catalogue`);
    if (
      ts.isJsxAttribute(node) &&
      SAID.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer) &&
      /\p{L}{2,}.*\s.*\p{L}/u.test(node.initializer.text)
    ) {
      problems.push(`${where(node)}: ${node.name.getText()}="${node.initializer.text}" belongs into a catalogue`);
    }
    ts.forEachChild(node, visit);
  };
  const spoken = node => {
    if (ts.isStringLiteralLike(node)) mark(room, node.text, where(node));
    else if (ts.isTemplateExpression(node)) mark(room, node.head.text, where(node), true);
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(spoken);
    else if (ts.isIdentifier(node)) declared(node.text);
  };
  const declared = name => {
    const found = source.text.match(new RegExp(`const ${name} = [\`']([^\`'$]+)(\\$\\{)?`));
    if (found) mark(room, found[1], relative(root, path), Boolean(found[2]));
  };
  visit(source);
}

files(join(root, 'src')).forEach(look);
/** Groups that code names as data (`label: 'frame:rooms.home'`) are found as whole keys; the type of a room's label is not one. */
for (const [room, keys] of Object.entries(catalogues.en)) {
  for (const key of keys.keys()) {
    const { whole, begun } = used[room];
    if (!whole.has(key) && ![...begun].some(start => key.startsWith(start)))
      problems.push(`locales/*/${room}.json: nothing uses ${key}`);
  }
}

if (problems.length > 0) {
  console.error([...new Set(problems)].join('\n'));
  process.exit(1);
}
const count = Object.values(catalogues.en).reduce((sum, keys) => sum + keys.size, 0);
console.log(`${count} keys in ${Object.keys(catalogues.en).length} catalogues, the same in both languages, all used.`);
