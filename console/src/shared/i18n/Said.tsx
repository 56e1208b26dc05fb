import { readable } from '@/shared/format/readable';
import { useFormat } from '@/shared/format/useFormat';

import { useLanguage } from './language';
import { said, type Words } from './said';

/** A sentence of the server in the language of the console, its instants as people write them. */
export function Said({ words }: { words: Words }) {
  return <>{readable(said(words, useLanguage()), useFormat())}</>;
}
