import type { Line } from './types';

interface Day {
  /** The calendar day of this browser, `2026-05-01`. */
  day: string;
  lines: Line[];
}

/** Whether it is an event that happened, with properties as its value, and not a conclusion. */
export function happened(line: Line): boolean {
  if (line.kind === 'message') return line.name.startsWith('Email ');
  return ['event', 'decision', 'score', 'text'].includes(line.kind);
}

/** The lines by day, in the order in which they came. */
export function byDay(lines: Line[]): Day[] {
  const days: Day[] = [];
  for (const line of lines) {
    const day = localDay(line.at);
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}

function localDay(at: string): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The properties of an event as pairs to read; what is no object stands alone. */
export function properties(value: string): [string, unknown][] {
  try {
    const found: unknown = JSON.parse(value);
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return Object.entries(found);
    return found === null ? [] : [['', found]];
  } catch {
    return value ? [['', value]] : [];
  }
}
