import dagre from '@dagrejs/dagre';

import type { Place } from './layered';
import { TAG } from './tag';

/** Where the tags of a web stand: in ranks from left to right, lines crossing as little as possible (Sugiyama's method). */
export function ranked(ids: string[], lines: { from: string; to: string }[]): Map<string, Place> {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 84, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  ids.forEach(id => graph.setNode(id, { ...TAG }));
  const known = new Set(ids);
  for (const { from, to } of lines) if (known.has(from) && known.has(to)) graph.setEdge(from, to);
  dagre.layout(graph);
  return new Map(
    ids.map(id => {
      const { x, y } = graph.node(id) as Place;
      return [id, { x: x - TAG.width / 2, y: y - TAG.height / 2 }];
    }),
  );
}
