/** Traits by which people are called; asked for with every list. */
const NAMES = ['traits.name', 'traits.first_name', 'traits.last_name'];

/** What the API is asked to show beside the fixed columns. */
export function asked(chosen: string[]): string {
  return [...new Set([...NAMES, ...chosen])].join(',');
}

/** The traits among the values of a line. */
export function traitsOf(values: Record<string, unknown>): Record<string, unknown> {
  const found = Object.entries(values).filter(([name]) => name.startsWith('traits.'));
  return Object.fromEntries(found.map(([name, value]) => [name.slice('traits.'.length), value]));
}

/** What follows when a column's head is clicked: the greatest first, then the least first, then as it was. */
export function nextSort(column: string, sort: string | undefined): string | undefined {
  if (sort === `-${column}`) return column;
  return sort === column ? undefined : `-${column}`;
}

/** How a column is sorted, in the words of ARIA. */
export function sorted(column: string, sort: string | undefined): 'ascending' | 'descending' | undefined {
  if (sort === column) return 'ascending';
  return sort === `-${column}` ? 'descending' : undefined;
}
