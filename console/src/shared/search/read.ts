/** What a URL may hold is anybody's: each room reads its own parameters with these, and leaves out what it does not know. */
export type Raw = Record<string, unknown>;

/** A short text, else undefined. */
export function text(raw: Raw, name: string, most = 600): string | undefined {
  const value = raw[name];
  const found = typeof value === 'number' ? String(value) : value;
  return typeof found === 'string' && found !== '' ? found.slice(0, most) : undefined;
}

/** One of these words, else undefined. */
export function oneOf<T extends string>(raw: Raw, name: string, words: readonly T[]): T | undefined {
  return words.find(word => word === raw[name]);
}

/** Texts, at most `most`; a single one may stand alone. */
export function texts(raw: Raw, name: string, most = 40): string[] | undefined {
  const value = raw[name];
  const all = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const found = all.filter((one): one is string => typeof one === 'string' && one !== '').slice(0, most);
  return found.length > 0 ? found : undefined;
}

/** A calendar day `2026-05-01`, else undefined. */
export function day(raw: Raw, name: string): string | undefined {
  const value = raw[name];
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}
