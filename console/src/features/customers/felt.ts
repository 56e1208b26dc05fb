import type { Line } from './types';
import { properties } from './lines';

/** What one text told. */
interface Felt {
  id: string;
  at: string;
  /** The event that brought it. */
  event: string;
  item: string;
  /** From −1 (complains) to 1 (praises). */
  sentiment: number;
  side: string;
  aspects: string[];
}

/** The texts among lines that were read, the latest first, and their mean sentiment. */
export function feltIn(lines: Line[]): { texts: Felt[]; mean: number } {
  const texts = lines.flatMap((line): Felt[] => {
    const told = Object.fromEntries(properties(line.value));
    if (typeof told.sentiment !== 'number') return [];
    const aspects = Array.isArray(told.aspects) ? (told.aspects as { aspect?: unknown }[]) : [];
    return [
      {
        id: line.id,
        at: line.at,
        event: text(told.of_event),
        item: text(told.item_id),
        sentiment: told.sentiment,
        side: text(told.side),
        aspects: aspects.map(one => text(one.aspect)).filter(Boolean),
      },
    ];
  });
  const sum = texts.reduce((total, one) => total + one.sentiment, 0);
  return { texts, mean: texts.length > 0 ? sum / texts.length : 0 };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
