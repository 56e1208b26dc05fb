import { stored } from '@/shared/store/stored';

/** Any value of a definition: what stands behind its name in the file. */
export type Value = unknown;

/** One definition as somebody wants it to be. */
export interface Edit {
  section: string;
  name: string;
  /** What it is to be; null: it goes. */
  value: Value;
  /** The canonical text that it had when the edit began, empty where it was not there: tells whether others changed it since. */
  was: string;
}

const MOST = 500;

/** What was kept, as far as it can be read. */
export function readEdits(text: string | null): Edit[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(found)) return [];
    return found
      .filter(
        (one): one is Edit =>
          typeof one?.section === 'string' &&
          typeof one.name === 'string' &&
          typeof one.was === 'string' &&
          'value' in one,
      )
      .slice(0, MOST);
  } catch {
    return [];
  }
}

/** The edits with one more; a second edit of the same definition takes the place of the first, and keeps where that began. */
export function withEdit(edits: Edit[], edit: Edit): Edit[] {
  const before = edits.find(one => same(one, edit));
  if (!before) return [...edits, edit];
  return edits.map(one => (one === before ? { ...edit, was: before.was } : one));
}

export function withoutEdit(edits: Edit[], section: string, name: string): Edit[] {
  return edits.filter(one => !same(one, { section, name }));
}

export function editOf(edits: Edit[], section: string, name: string): Edit | undefined {
  return edits.find(one => same(one, { section, name }));
}

function same(one: { section: string; name: string }, other: { section: string; name: string }): boolean {
  return one.section === other.section && one.name === other.name;
}

/** Changes of definitions that this browser keeps until they are applied or dropped. */
export const draft = stored<Edit[]>('draft', readEdits, JSON.stringify);
