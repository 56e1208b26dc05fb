import type { Format } from './format';

const INSTANTS = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/g;

/** A sentence of the house with its instants written as people of the language write them. */
export function readable(sentence: string, format: Format): string {
  return sentence.replace(INSTANTS, instant => format.instant(instant));
}
