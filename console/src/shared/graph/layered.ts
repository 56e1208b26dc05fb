import dagre from '@dagrejs/dagre';

import { BOX, type FlowWay } from './flow';

/** Between two layers. */
export const GAP = 40;

export interface Place {
  x: number;
  y: number;
}

/** Where the boxes of a flow stand: in layers from top to bottom, ways crossing as little as possible (Sugiyama's method). */
export function layered(ids: string[], ways: Pick<FlowWay, 'from' | 'to' | 'label'>[]): Map<string, Place> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 40, ranksep: GAP, marginx: 8, marginy: 8 });
  ids.forEach(id => graph.setNode(id, { ...BOX }));
  const known = new Set(ids);
  ways.forEach((way, place) => {
    if (known.has(way.from) && known.has(way.to)) graph.setEdge(way.from, way.to, {}, String(place));
  });
  dagre.layout(graph);
  return new Map(
    ids.map(id => {
      const { x, y } = graph.node(id) as Place;
      return [id, { x: x - BOX.width / 2, y: y - BOX.height / 2 }];
    }),
  );
}
