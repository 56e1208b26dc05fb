import type { Edit, Value } from './draft';
import { collected, spelled } from './spelling';

export interface File {
  name: string;
  text: string;
}

/**
 * The edits that lead from what holds to what files say. What they do not mention stays, or goes where they are to be
 * everything. Throws NoYaml.
 */
export function toward(yaml: string, files: File[], everything: boolean): Edit[] {
  const now = collected([{ name: '', text: yaml }]);
  const then = collected(files);
  const edits: Edit[] = [];
  for (const [section, table] of Object.entries(then)) {
    for (const [name, value] of Object.entries(table ?? {})) {
      const was = spelledOf(now, section, name);
      if (was !== spelled(value)) edits.push({ section, name, value, was });
    }
  }
  if (!everything) return edits;
  for (const [section, table] of Object.entries(now)) {
    for (const name of Object.keys(table ?? {})) {
      if (!has(then, section, name)) edits.push({ section, name, value: null, was: spelledOf(now, section, name) });
    }
  }
  return edits;
}

type Tables = Record<string, Record<string, Value>>;

function has(all: Tables, section: string, name: string): boolean {
  const table = Object.hasOwn(all, section) ? all[section] : undefined;
  return typeof table === 'object' && table !== null && Object.hasOwn(table, name);
}

function spelledOf(all: Tables, section: string, name: string): string {
  return has(all, section, name) ? spelled(all[section]?.[name]) : '';
}
