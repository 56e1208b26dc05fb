/** A place in the picture; the shape that React Flow takes. */
export interface GraphNode {
  id: string;
  position: { x: number; y: number };
  data: { label: string };
  className?: string;
  sourcePosition?: 'right';
  targetPosition?: 'left';
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  label?: string;
}

const COLUMN = 280;
const ROW = 58;

/** A customer in the middle left, their identifiers in a column by kind beside them. */
export function identityGraph(
  name: string,
  identifiers: Record<string, string[]>,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const pairs = Object.entries(identifiers).flatMap(([kind, values]) => values.map(value => ({ kind, value })));
  const centre: GraphNode = {
    id: 'customer',
    position: { x: 0, y: ((pairs.length - 1) * ROW) / 2 },
    data: { label: name },
    className: 'centre',
    sourcePosition: 'right',
  };
  const nodes = pairs.map(({ kind, value }, place): GraphNode => ({
    id: `${kind}:${value}`,
    position: { x: COLUMN, y: place * ROW },
    data: { label: value },
    targetPosition: 'left',
  }));
  const edges = pairs.map(({ kind, value }): GraphEdge => ({
    id: `customer-${kind}:${value}`,
    source: 'customer',
    target: `${kind}:${value}`,
    label: kind,
  }));
  return { nodes: [centre, ...nodes], edges };
}
