import type { Heat } from '@/shared/chart/heat';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

import type { Rfm } from './types';

const SCORES = [1, 2, 3, 4, 5];

/** The words of the grid and of its table. */
export interface Words {
  recency: string;
  value: string;
  group: string;
  customers: string;
  revenue: string;
}

/** The group at a place of the grid: rows run from recency 5 (the top) to 1, columns from value 1 to 5. */
export function groupAt(rfm: Rfm, column: number, row: number): string | undefined {
  return rfm.grid.find(cell => cell.recency === 5 - row && cell.value === column + 1)?.group;
}

/** The 5 × 5 grid: recency upwards, frequency and money to the right; each cell with its group, for which a `narrow` page has no room. */
export function grid(
  rfm: Rfm,
  show: 'customers' | 'revenue',
  format: Format,
  called: (group: string) => string,
  words: Words,
  narrow = false,
): { heat: Heat; table: Table } {
  const rows = SCORES.toReversed();
  const cells = rows.map(recency =>
    SCORES.map(value => {
      const cell = rfm.grid.find(one => one.recency === recency && one.value === value);
      if (!cell) return { value: null, text: '' };
      const customers = format.number(cell.customers);
      const revenue = format.amount(cell.revenue, rfm.currency, true);
      const figure = show === 'revenue' ? revenue : customers;
      return {
        value: cell[show],
        text: narrow ? figure : `${called(cell.group)}\n${figure}`,
        more: [called(cell.group), `${words.customers}: ${customers}`, `${words.revenue}: ${revenue}`],
      };
    }),
  );
  return {
    heat: {
      columns: SCORES.map(String),
      rows: rows.map(String),
      cells,
      columnName: words.value,
      rowName: words.recency,
    },
    table: {
      columns: [words.recency, words.value, words.group, words.customers, words.revenue],
      rows: rfm.grid.map(cell => [cell.recency, cell.value, called(cell.group), cell.customers, cell.revenue]),
    },
  };
}
