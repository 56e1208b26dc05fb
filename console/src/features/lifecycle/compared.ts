import type { Heat } from '@/shared/chart/heat';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

import type { Hidden } from './types';

/** Learnt states (rows) by stages (columns, in the house's `order`): the share of each state's customers, in words and as a table of counts. */
export function compared(
  found: Hidden,
  format: Format,
  order: string[],
  called: (stage: string) => string,
  columns: [string, string, string],
): { heat: Heat; table: Table } {
  const cells = found.compared?.table ?? [];
  const stages = [...new Set(cells.map(cell => cell.stage))].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const states = found.states.map(state => state.name);
  return {
    heat: {
      columns: stages.map(called),
      rows: states,
      cells: states.map(state => {
        const own = cells.filter(cell => cell.state === state);
        const all = own.reduce((sum, cell) => sum + cell.customers, 0);
        return stages.map(stage => {
          const count = own.find(cell => cell.stage === stage)?.customers ?? 0;
          return count === 0
            ? { value: null, text: '' }
            : { value: count / all, text: `${format.number(count)}\n${format.percent(count / all)}` };
        });
      }),
    },
    table: { columns, rows: cells.map(cell => [cell.state, called(cell.stage), cell.customers]) },
  };
}
