import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';

import type { Answer } from '@/shared/api/client';

export type Word = Answer<'/v1/expressions/words'>['words'][number];

const TYPES: Record<Word['kind'], string> = {
  function: 'function',
  aggregate: 'function',
  feature: 'variable',
  segment: 'class',
  stage: 'enum',
  trait: 'property',
  score: 'property',
  event: 'constant',
  property: 'property',
  keyword: 'keyword',
};
/** What stands in quotes where a text is expected. */
const QUOTED: ReadonlySet<Word['kind']> = new Set(['event', 'stage']);
/** Names of the house come before the language's own. */
const BOOST: Partial<Record<Word['kind'], number>> = { feature: 20, segment: 15, trait: 10, score: 10 };

/** Offers words for the place at hand: events and stages within quotes, everything else outside of them. */
export function completer(words: Word[], titled: (word: Word) => string) {
  const inside = words.filter(word => QUOTED.has(word.kind)).map(word => completion(word, titled));
  const outside = words.filter(word => word.kind !== 'stage').map(word => completion(word, titled, true));
  return (context: CompletionContext): CompletionResult | null => {
    const quoted = context.matchBefore(/'[^']*/);
    const before = context.state.sliceDoc(0, context.pos);
    if (quoted && (before.split("'").length - 1) % 2 === 1) {
      return { from: quoted.from + 1, options: inside, validFor: /^[^']*$/ };
    }
    const word = context.matchBefore(/[\p{L}\p{N}_.]+/u);
    if (!word && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options: outside, validFor: /^[\p{L}\p{N}_.]*$/u };
  };
}

function completion(word: Word, titled: (word: Word) => string, written = false): Completion {
  const called = titled(word);
  const doubled = word.text.replaceAll("'", "''");
  const text = !QUOTED.has(word.kind) ? word.text : written ? `'${doubled}'` : doubled;
  return {
    label: text,
    detail: called === word.text ? word.detail : called,
    type: TYPES[word.kind],
    boost: BOOST[word.kind] ?? 0,
    apply: applied(text, word.kind),
  };
}

/** Functions open their bracket; phrases with dots to fill in stop before the first. */
function applied(text: string, kind: Word['kind']): string {
  if (kind === 'function' || kind === 'aggregate') return `${text}(`;
  return kind === 'keyword' ? (text.split('…')[0] ?? text) : text;
}
