type Cell = string | number | boolean | null | undefined;

/** A table as people see it and as it is exported. */
export interface Table {
  columns: string[];
  rows: Cell[][];
}

/** RFC 4180 with a byte order mark, so that spreadsheets read Chinese; cells that a spreadsheet would run are made text. */
export function csv(table: Table): string {
  return '\ufeff' + [table.columns, ...table.rows].map(row => row.map(written).join(',')).join('\r\n') + '\r\n';
}

function written(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
