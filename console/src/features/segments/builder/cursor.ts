import type { Literal } from './tree';
import type { Token } from './tokens';

/** Thrown inside the reader where the text leaves the subset; `read` makes null of it. */
export class Outside extends Error {}

/** A place in the pieces of a text. Keywords are found whatever their case. */
export class Cursor {
  private at = 0;
  private readonly pieces: Token[];

  constructor(pieces: Token[]) {
    this.pieces = pieces;
  }

  /** The piece that comes next. */
  here(): Token {
    return this.pieces[this.at] as Token;
  }

  mark(): number {
    return this.at;
  }

  back(mark: number): void {
    this.at = mark;
  }

  next(): Token {
    const token = this.here();
    if (token.kind !== 'end') this.at += 1;
    return token;
  }

  /** Whether these words and signs follow, in order; if so they are taken. */
  took(...wanted: string[]): boolean {
    const follow = wanted.every((text, place) => {
      const token = this.pieces[this.at + place];
      if (!token) return false;
      return token.kind === 'word' ? token.text.toLowerCase() === text : token.kind === 'sign' && token.text === text;
    });
    if (follow) this.at += wanted.length;
    return follow;
  }

  need(...wanted: string[]): void {
    if (!this.took(...wanted)) throw new Outside();
  }

  /** A name or a path that is no keyword. */
  path(): string {
    const token = this.next();
    if (token.kind !== 'word' || KEYWORDS.has(token.text.toLowerCase())) throw new Outside();
    return token.text;
  }

  /** A whole number above zero. */
  whole(): number {
    const token = this.next();
    const value = Number(token.text);
    if (token.kind !== 'number' || !Number.isSafeInteger(value) || value < 1) throw new Outside();
    return value;
  }

  literal(): Literal {
    if (this.took('true')) return true;
    if (this.took('false')) return false;
    const sign = this.took('-') ? -1 : 1;
    const token = this.next();
    if (token.kind === 'text' && sign === 1) return token.text;
    const value = sign * Number(token.text);
    // A number that a computer cannot hold as written, or that it would write with an exponent, stays SQL.
    if (token.kind !== 'number' || !Number.isFinite(value) || /e/i.test(String(value))) throw new Outside();
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Outside();
    return value;
  }
}

const KEYWORDS = new Set(
  (
    'and or not in is null true false between like ilike case when then else end filter where over range interval ' +
    'preceding distinct event cast try_cast exists select from'
  ).split(' '),
);
