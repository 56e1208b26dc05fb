import { useLanguage } from './language';
import { said, type Words } from './said';

/** A sentence of the server, in the language of the console. */
export function Said({ words }: { words: Words }) {
  return <>{said(words, useLanguage())}</>;
}
