import type { Drivers } from './types';

/** What moved a metric most, as one part of one dimension. */
interface Mover {
  dimension: string;
  value: string;
  contribution: number;
}

/**
 * The part that explains most of a change: of the dimension that says most, the part with the greatest contribution in the
 * direction of the change; one beyond chance (`clear`) goes before others. Null where nothing moved or no part has a name.
 */
export function mover(drivers: Drivers): Mover | null {
  if (!drivers.change) return null;
  const sign = Math.sign(drivers.change);
  const parts = drivers.drivers.flatMap((driver, rank) =>
    driver.parts.map(part => ({
      dimension: driver.dimension,
      value: part.value,
      contribution: part.contribution,
      clear: part.clear,
      rank,
    })),
  );
  const along = parts.filter(
    part => part.value !== null && part.contribution !== null && Math.sign(part.contribution) === sign,
  );
  along.sort(
    (one, other) =>
      Number(other.clear) - Number(one.clear) ||
      one.rank - other.rank ||
      Math.abs(other.contribution ?? 0) - Math.abs(one.contribution ?? 0),
  );
  const best = along[0];
  return best ? { dimension: best.dimension, value: String(best.value), contribution: best.contribution ?? 0 } : null;
}
