/** One definition, with the sections and names of what it needs and of what needs it. */
export interface Needs {
  section: string;
  name: string;
  title: Record<string, string>;
  needs: string[][];
  used_by: string[][];
}

export interface Way {
  from: string;
  to: string;
}

export const idOf = (section: string, name: string): string => `${section}/${name}`;

/** Everything that a definition needs and everything that needs it, near and far, with itself. */
export function around(items: Needs[], id: string): Set<string> {
  const found = new Set([id]);
  const walk = (next: (item: Needs) => string[][]) => {
    const byId = new Map(items.map(item => [idOf(item.section, item.name), item]));
    const waiting = [id];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const item = byId.get(at);
      for (const [section = '', name = ''] of item ? next(item) : []) {
        const other = idOf(section, name);
        if (!found.has(other)) waiting.push(other);
        found.add(other);
      }
    }
  };
  walk(item => item.needs);
  const below = new Set(found);
  found.clear();
  found.add(id);
  walk(item => item.used_by);
  return new Set([...below, ...found]);
}

/** The ways among the definitions shown: from what is needed to what needs it. */
export function ways(items: Needs[], shown: ReadonlySet<string>): Way[] {
  return items.flatMap(item => {
    const to = idOf(item.section, item.name);
    if (!shown.has(to)) return [];
    return item.needs
      .map(([section = '', name = '']) => ({ from: idOf(section, name), to }))
      .filter(way => shown.has(way.from));
  });
}

/** The definitions that fit: of a section, with these letters in name or title. */
export function sought(
  items: Needs[],
  q: string,
  section: string | undefined,
  called: (item: Needs) => string,
): Needs[] {
  const letters = q.trim().toLowerCase();
  return items.filter(
    item =>
      (section === undefined || item.section === section) &&
      `${called(item)} ${item.name} ${item.section}`.toLowerCase().includes(letters),
  );
}

/** What the picture of everything leaves out: what nearly all rests on, and what hangs on single messages. */
const SIDE: ReadonlySet<string> = new Set([
  'events',
  'traits',
  'identifiers',
  'purposes',
  'sources',
  'templates',
  'caps',
]);

/** What the picture shows: where something is sought, that with its neighbours; else everything but the side ones. */
export function pictured(items: Needs[], found: Needs[]): Set<string> {
  const tied = found.filter(one => one.needs.length + one.used_by.length > 0);
  if (found.length === items.length) {
    const middle = new Set(tied.filter(one => !SIDE.has(one.section)).map(one => idOf(one.section, one.name)));
    return new Set(ways(items, middle).flatMap(way => [way.from, way.to]));
  }
  return new Set(
    tied.flatMap(one => [
      idOf(one.section, one.name),
      ...[...one.needs, ...one.used_by].map(([section = '', name = '']) => idOf(section, name)),
    ]),
  );
}
