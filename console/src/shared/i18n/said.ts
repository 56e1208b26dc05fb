import type { Language } from './language';

/** What the server says to people: its own sentence in each language, or (as a text) somebody else's words as they are. */
export type Words = string | Record<Language, string>;

/** The words in this language. */
export function said(words: Words, language: Language): string {
  return typeof words === 'string' ? words : words[language];
}
