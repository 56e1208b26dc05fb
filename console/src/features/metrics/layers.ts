import type { Forecast, Levels } from './types';

/** What is laid over the figures of everybody: by period, in the order of the axis. */
export interface Layers {
  /** What is expected; from the last whole period on, so that the line hangs together. */
  expected: (number | null)[];
  /** The widest first. */
  bands: { level: string; low: (number | null)[]; high: (number | null)[] }[];
  /** The level that held. */
  level: (number | null)[];
  /** The first periods on a new level. */
  changes: string[];
}

/** The periods of the figures, and those to come. */
export function axis(periods: string[], forecast: Forecast | undefined): string[] {
  return [...new Set([...periods, ...(forecast?.coming.map(one => one.period) ?? [])])].sort();
}

export function layers(periods: string[], forecast: Forecast | undefined, levels: Levels | undefined): Layers {
  const coming = new Map(forecast?.coming.map(one => [one.period, one]));
  const last = forecast?.past.at(-1);
  const from = (pick: (period: string) => number | null | undefined) =>
    periods.map(period => (period === last?.period ? (last.value ?? null) : (pick(period) ?? null)));
  const names = Object.keys(forecast?.coming[0]?.intervals ?? {}).sort((one, other) => Number(other) - Number(one));
  return {
    expected: forecast ? from(period => coming.get(period)?.value) : [],
    bands: names.map(level => ({
      level,
      low: from(period => coming.get(period)?.intervals[level]?.[0]),
      high: from(period => coming.get(period)?.intervals[level]?.[1]),
    })),
    level: levels ? held(periods, levels) : [],
    changes: levels?.changes.map(one => one.period).filter(period => periods.includes(period)) ?? [],
  };
}

/** The level of each whole period that was looked at; nothing where it never changed. */
function held(periods: string[], { past, changes }: Levels): (number | null)[] {
  const [first] = changes;
  const [begin, end] = [past[0]?.period ?? '', past.at(-1)?.period ?? ''];
  return periods.map(period => {
    if (!first || period < begin || period > end) return null;
    return changes.findLast(one => one.period <= period)?.change.after ?? first.change.before;
  });
}
