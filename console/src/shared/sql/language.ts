import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

const KEYWORDS = new Set(
  (
    'and or not in is null true false between like ilike case when then else end filter where over range interval ' +
    'preceding distinct as day days week weeks month months year years hour hours minute minutes second seconds'
  ).split(' '),
);

/** Our SQL as the editor colours it: one expression, no statements. */
export const expression = StreamLanguage.define<null>({
  name: 'expression',
  startState: () => null,
  token: stream => {
    if (stream.eatSpace()) return null;
    if (stream.match(/--.*/)) return 'comment';
    if (stream.match(/'(?:[^']|'')*'?/)) return 'string';
    if (stream.match(/\d+(?:\.\d+)?/)) return 'number';
    if (stream.match(/(?:traits|properties|scores|context|item)(?=\.)/)) return 'typeName';
    const word = stream.match(/[\p{L}_][\p{L}\p{N}_]*/u) as RegExpMatchArray | null;
    if (word) {
      if (KEYWORDS.has(word[0].toLowerCase())) return 'keyword';
      return stream.peek() === '(' ? 'function' : 'variableName';
    }
    stream.next();
    return 'operator';
  },
  tokenTable: { function: tags.function(tags.variableName) },
});

/** YAML as far as definitions need it: keys, texts, comments. */
export const yaml = StreamLanguage.define<null>({
  name: 'yaml',
  startState: () => null,
  token: stream => {
    if (stream.eatSpace()) return null;
    if (stream.match(/#.*/)) return 'comment';
    if (stream.match(/'(?:[^']|'')*'?/) || stream.match(/"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(/-(?=\s)/) || stream.match(/[{}[\],|>]/)) return 'operator';
    if (stream.match(/[\p{L}\p{N}_.$-]+(?=\s*:(\s|$))/u)) return 'typeName';
    if (stream.match(/(?:true|false|null|-?\d+(?:\.\d+)?)(?=\s*(?:$|[,}\]]))/)) return 'number';
    if (stream.match(/[^\s:,{}[\]'"#]+/)) return null;
    stream.next();
    return null;
  },
});

export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--pine)', fontWeight: '600' },
    { tag: tags.string, color: 'var(--amber)' },
    { tag: tags.number, color: 'var(--bad)' },
    { tag: tags.typeName, color: 'var(--good)' },
    { tag: tags.function(tags.variableName), color: 'var(--pine)' },
    { tag: tags.comment, color: 'var(--text-faint)', fontStyle: 'italic' },
    { tag: tags.operator, color: 'var(--text-soft)' },
  ]),
);
