import type { Flow } from './types';

/** A stage at one time: `column` counts the times from the left. An empty stage: not there yet, or no more. */
export interface Station {
  name: string;
  column: number;
  stage: string;
  customers: number;
}

export interface Stream {
  source: string;
  target: string;
  value: number;
  from: string;
  to: string;
  period: string;
}

export interface Sankey {
  stations: Station[];
  streams: Stream[];
  /** The first days of the periods between the columns. */
  periods: string[];
}

/**
 * The flows as a diagram: one column before the first period, then one after each. Stations stand in the order of `stages`,
 * the empty one last. Periods at the beginning in which nobody was there are left out.
 */
export function sankey(flows: Flow[], stages: string[]): Sankey {
  const begun = flows.findIndex(flow => flow.links.length > 0);
  const shown = begun < 0 ? [] : flows.slice(begun);
  const streams = shown.flatMap((flow, column) =>
    flow.links
      .filter(link => link.customers > 0)
      .map(link => ({
        source: station(column, link.from),
        target: station(column + 1, link.to),
        value: link.customers,
        from: link.from,
        to: link.to,
        period: flow.period,
      })),
  );
  const order = [...stages, ''];
  const stations = Array.from({ length: shown.length + 1 }, (_, column) =>
    order.map(stage => {
      const name = station(column, stage);
      const into = sum(streams.filter(stream => stream.target === name));
      const out = sum(streams.filter(stream => stream.source === name));
      return { name, column, stage, customers: Math.max(into, out) };
    }),
  ).flat();
  return { stations: stations.filter(one => one.customers > 0), streams, periods: shown.map(flow => flow.period) };
}

function station(column: number, stage: string): string {
  return `${column}:${stage}`;
}

function sum(streams: Stream[]): number {
  return streams.reduce((total, stream) => total + stream.value, 0);
}

/** The periods to draw: `count` of them up to `until`, else up to the last whole one. */
export function lastFlows(flows: Flow[], count: number, until?: string): Flow[] {
  const asked = until ? flows.findIndex(flow => flow.period === until) : -1;
  const end = asked >= 0 ? asked : flows.findLastIndex(flow => flow.whole);
  const last = end >= 0 ? end : flows.length - 1;
  return flows.slice(Math.max(0, last + 1 - count), last + 1);
}
