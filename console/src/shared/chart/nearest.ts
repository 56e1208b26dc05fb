import type { Engine } from './engine';

type Scale = Pick<Engine, 'containPixel' | 'convertFromPixel' | 'convertToPixel'>;
interface Line {
  type?: string;
  silent?: boolean;
  data?: ({ value: number | null } | number | null)[];
}

/** The point of the lines of a chart that a place in it means: of the period there the nearest one; null outside of it. */
export function nearest(
  engine: Scale,
  series: unknown,
  x: number,
  y: number,
): { series: number; index: number } | null {
  const lines = (series ?? []) as Line[];
  if (lines[0]?.type !== 'line' || !engine.containPixel({ gridIndex: 0 }, [x, y])) return null;
  const index = Math.round(Number(engine.convertFromPixel({ xAxisIndex: 0 }, x)));
  const far = (line: Line) => {
    const point = line.data?.[index];
    const value = typeof point === 'object' ? point?.value : point;
    if (line.silent || typeof value !== 'number') return Infinity;
    return Math.abs(Number(engine.convertToPixel({ yAxisIndex: 0 }, value)) - y);
  };
  const ways = lines.map(far);
  const least = Math.min(...ways);
  return least === Infinity ? null : { series: ways.indexOf(least), index };
}
