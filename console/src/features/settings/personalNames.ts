/** The same name in two spellings is one: the house looks at neither case nor separators. */
export function plain(name: string): string {
  return name.replace(/[\s_.-]/g, '').toLowerCase();
}

/** Names as typed, without repeats and without what is built in anyway. */
export function fresh(names: string[], builtIn: string[]): string[] {
  const seen = new Set(builtIn.map(plain));
  return names
    .map(name => name.trim())
    .filter(name => {
      if (!plain(name) || seen.has(plain(name))) return false;
      seen.add(plain(name));
      return true;
    });
}
