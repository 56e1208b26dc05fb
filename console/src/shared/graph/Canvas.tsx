import { Position, type Edge, type Node } from '@xyflow/react';
import { useMemo } from 'react';

import { Board } from './Board';
import type { GraphEdge, GraphNode } from './graph';

interface Props {
  label: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
  height: number;
}

/** A graph to look at: pan, zoom, walk with the keyboard. Heavy, so rooms load it lazily. */
export default function Canvas({ label, nodes, edges, height }: Props) {
  const drawn = useMemo(() => nodes.map(drawNode), [nodes]);
  const lines = useMemo(() => edges.map(drawEdge), [edges]);
  return (
    <Board
      label={label}
      height={height}
      nodes={drawn}
      edges={lines}
      fitViewOptions={{ padding: 0.15, maxZoom: 1.1 }}
      minZoom={0.2}
      nodesDraggable={false}
      onlyRenderVisibleElements
    />
  );
}

function drawNode(node: GraphNode): Node {
  return {
    ...node,
    sourcePosition: node.sourcePosition && Position.Right,
    targetPosition: node.targetPosition && Position.Left,
  };
}

function drawEdge({ dashed, ...edge }: GraphEdge): Edge {
  return dashed ? { ...edge, style: { strokeDasharray: '4 4' } } : edge;
}
