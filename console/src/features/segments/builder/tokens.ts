/** A piece of SQL text, as the reader of the builder's subset sees it. Words keep their spelling. */
export interface Token {
  kind: 'word' | 'number' | 'text' | 'sign' | 'end';
  text: string;
}

const SPACE = /\s+/y;
/** A name may be of any script; parts of a path are joined by dots, and those after the first may stand in quotes. */
const WORD = /[\p{L}_][\p{L}\p{N}_]*(?:\.(?:[\p{L}_][\p{L}\p{N}_]*|"[^"\\*]+"))*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\p{L}\p{N}_.])/iuy;
const TEXT = /'(?:[^']|'')*'/y;
const SIGN = /<>|!=|<=|>=|[=<>(),*-]/y;

/** The pieces of a text; null where there is one that the subset does not know (comments, quoted names, operators …). */
export function tokens(text: string): Token[] | null {
  const found: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return null;
    at += match[0].length;
    return match[0];
  };
  while (at < text.length) {
    if (take(SPACE) !== null) continue;
    if (text.startsWith('--', at)) return null;
    const word = take(WORD);
    if (word !== null) {
      found.push({ kind: 'word', text: word });
      continue;
    }
    const number = take(NUMBER);
    if (number !== null) {
      found.push({ kind: 'number', text: number });
      continue;
    }
    const quoted = take(TEXT);
    if (quoted !== null) {
      found.push({ kind: 'text', text: quoted.slice(1, -1).replaceAll("''", "'") });
      continue;
    }
    const sign = take(SIGN);
    if (sign === null) return null;
    found.push({ kind: 'sign', text: sign });
  }
  return [...found, { kind: 'end', text: '' }];
}
