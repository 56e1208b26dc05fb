import type { Answer } from '@/shared/api/client';
import type { Table } from '@/shared/format/csv';

export type Driver = Answer<'/v1/metrics/{name}/drivers'>['drivers'][number];

/** Dimensions that every house has; others are properties and traits, and have names of their own. */
const OWN = ['stage', 'source', 'new or returning'] as const;

/** What a dimension is about: one of our own, or the property or trait that the house named. */
export function about(dimension: string): { own: (typeof OWN)[number] | null; name: string } {
  const own = OWN.find(one => one === dimension) ?? null;
  return { own, name: dimension.replace(/^(properties|traits)\./, '') };
}

/** All parts as a table: to take away. */
export function driversTable(drivers: Driver[], columns: [string, string, string]): Table {
  return {
    columns,
    rows: drivers.flatMap(driver => driver.parts.map(part => [driver.dimension, part.value, part.contribution])),
  };
}
