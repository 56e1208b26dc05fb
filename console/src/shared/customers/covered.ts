/** What stands in place of a personal value that was not revealed. */
const COVER = '•••';

/** Whether a value came covered. */
export function hidden(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hidden);
  return typeof value === 'string' && value.includes(COVER);
}
