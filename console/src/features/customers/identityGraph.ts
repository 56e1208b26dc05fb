import type { GraphEdge, GraphNode } from '@/shared/graph/graph';
import type { IdentityGraph } from './types';

const COLUMN = 300;
const ROW = 56;

/** The words of the picture. */
interface GraphWords {
  customer: (number: number) => string;
  events: (count: number) => string;
}

/**
 * A customer in the middle; on the right what they are known by, each with how many events carried it; on the left the
 * customers that were united with this one. Identifiers held no more, and merges undone, are dashed.
 */
export function identityGraph(
  name: string,
  identity: Pick<IdentityGraph, 'customer_id' | 'nodes' | 'merges'>,
  words: GraphWords,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const { nodes: identifiers, merges } = identity;
  const height = (count: number) => ((count - 1) * ROW) / 2;
  const middle = Math.max(height(identifiers.length), height(merges.length));
  const centre: GraphNode = {
    id: 'customer',
    position: { x: 0, y: middle },
    data: { label: name },
    className: 'centre',
    sourcePosition: 'right',
    targetPosition: 'left',
  };
  const right = identifiers.map((one, place): GraphNode => ({
    id: `identifier ${one.id}`,
    position: { x: COLUMN, y: middle - height(identifiers.length) + place * ROW },
    data: { label: `${one.value} · ${words.events(one.events)}` },
    className: one.held ? undefined : 'gone',
    targetPosition: 'left',
  }));
  const left = merges.map((merge, place): GraphNode => ({
    id: `merge ${place}`,
    position: { x: -COLUMN, y: middle - height(merges.length) + place * ROW },
    data: { label: words.customer(merge.from === identity.customer_id ? merge.into : merge.from) },
    className: merge.holds ? undefined : 'gone',
    sourcePosition: 'right',
  }));
  const edges = [
    ...identifiers.map((one): GraphEdge => ({
      id: `e ${one.id}`,
      source: 'customer',
      target: `identifier ${one.id}`,
      label: one.kind,
      dashed: !one.held,
    })),
    ...merges.map((merge, place): GraphEdge => ({
      id: `m ${place}`,
      source: `merge ${place}`,
      target: 'customer',
      dashed: !merge.holds,
    })),
  ];
  return { nodes: [...left, centre, ...right], edges };
}
