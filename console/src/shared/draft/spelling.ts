import { isMap, isScalar, parseDocument, stringify, type Document } from 'yaml';

import type { Edit, Value } from './draft';

/** PyYAML, which reads the files on the server, speaks YAML 1.1. */
const READ = { version: '1.1' } as const;
const WRITE = { lineWidth: 0, version: '1.1' } as const;

/** A text that is no YAML: where, and what the reader says. */
export class NoYaml extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'NoYaml';
    this.line = line;
    this.column = column;
  }
}

function document(text: string): Document {
  const found = parseDocument(text, { ...READ, prettyErrors: true });
  const error = found.errors[0];
  if (error) {
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    throw new NoYaml(error.message.split('\n')[0] ?? error.code, line, col);
  }
  return found;
}

/** The whole text of definitions with the edits in it; what is not edited keeps its spelling. Throws NoYaml. */
export function withEdits(yaml: string, edits: Edit[]): string {
  const whole = document(yaml);
  whole.contents ??= whole.createNode({});
  for (const { section, name, value } of edits) {
    if (value === null) {
      whole.deleteIn([section, name]);
      const rest = whole.get(section);
      if (isMap(rest) && rest.items.length === 0) whole.delete(section);
    } else if (isMap(whole.get(section))) whole.setIn([section, name], whole.createNode(value));
    else whole.set(section, whole.createNode({ [name]: value }));
  }
  return isMap(whole.contents) && whole.contents.items.length === 0 ? '' : whole.toString(WRITE);
}

/** A definition's own text, as it stands in the file but for the indentation; empty where there is none. */
export function block(yaml: string, section: string, name: string): string {
  const value = valueOf(yaml, section, name);
  return value === undefined ? '' : spelled(value);
}

/** A value as YAML. */
export function spelled(value: Value): string {
  return stringify(value, WRITE);
}

/** What a text of one definition says. Throws NoYaml. */
export function parsed(text: string): Value {
  return document(text).toJS() as Value;
}

/** The value of a definition; undefined where it is not there. */
export function valueOf(yaml: string, section: string, name: string): Value | undefined {
  const whole = (document(yaml).toJS() ?? {}) as Record<string, Record<string, Value> | undefined>;
  const table = whole[section];
  return table && Object.hasOwn(table, name) ? (table[name] ?? {}) : undefined;
}

/** The line (from 1) on which a definition's value begins in a whole text; null where it is not there. */
export function lineOf(yaml: string, section: string, name: string): number | null {
  const whole = document(yaml);
  const table = whole.get(section);
  if (!isMap(table)) return null;
  const pair = table.items.find(one => isScalar(one.key) && one.key.value === name);
  const start = pair && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  return start === undefined ? null : yaml.slice(0, start).split('\n').length;
}

/** What of several files is to hold: definitions by section and name. A later file may not repeat what an earlier one says. */
export function collected(files: { name: string; text: string }[]): Record<string, Record<string, Value>> {
  const all: Record<string, Record<string, Value>> = {};
  for (const { name: file, text } of files) {
    let said: unknown;
    try {
      said = document(text).toJS() ?? {};
    } catch (error) {
      if (error instanceof NoYaml) throw new NoYaml(`${file}: ${error.message}`, error.line, error.column);
      throw error;
    }
    if (typeof said !== 'object' || Array.isArray(said)) throw new NoYaml(`${file}: …`, 1, 1);
    for (const [section, table] of Object.entries(said as Record<string, Record<string, Value>>)) {
      all[section] = { ...all[section], ...table };
    }
  }
  return all;
}
