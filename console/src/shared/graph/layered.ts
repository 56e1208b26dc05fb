import dagre from '@dagrejs/dagre';

import { BOX, type FlowWay } from './flow';

/** Between two layers. */
export const GAP = 40;

export interface Place {
  x: number;
  y: number;
}

interface Layout {
  places: Map<string, Place>;
  /** Way by way: at which x it goes down past the layers between its ends; undefined where there are none. */
  passes: (number | undefined)[];
}

/** Where the boxes of a flow stand: in layers from top to bottom, ways crossing as little as possible (Sugiyama's method). */
export function layered(ids: string[], ways: Pick<FlowWay, 'from' | 'to'>[]): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 40, ranksep: GAP, marginx: 8, marginy: 8 });
  ids.forEach(id => graph.setNode(id, { ...BOX }));
  const known = new Set(ids);
  ways.forEach((way, place) => {
    if (known.has(way.from) && known.has(way.to)) graph.setEdge(way.from, way.to, {}, String(place));
  });
  dagre.layout(graph);
  const places = new Map(
    ids.map(id => {
      const { x, y } = graph.node(id) as Place;
      return [id, { x: x - BOX.width / 2, y: y - BOX.height / 2 }];
    }),
  );
  const passes = ways.map(({ from, to }, place) => {
    const [begin, end] = [places.get(from), places.get(to)];
    if (!begin || !end || end.y - begin.y < 2 * BOX.height + GAP) return undefined;
    const { points } = graph.edge({ v: from, w: to, name: String(place) }) as { points: Place[] };
    return points[Math.floor(points.length / 2)]?.x;
  });
  return { places, passes };
}
