import '@xyflow/react/dist/base.css';

import { Background, Controls, Position, ReactFlow, type Edge, type Node } from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useMode } from '@/shared/theme/mode';

import styles from './Canvas.module.css';
import type { GraphEdge, GraphNode } from './graph';

interface Props {
  label: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
  height: number;
}

/** A graph to look at: pan, zoom, walk with the keyboard. Heavy, so rooms load it lazily. */
export default function Canvas({ label, nodes, edges, height }: Props) {
  const mode = useMode();
  const drawn = useMemo(() => nodes.map(drawNode), [nodes]);
  const lines = useMemo(() => edges.map(drawEdge), [edges]);
  const { t } = useTranslation('shared');
  return (
    <div className={styles.canvas} style={{ height }} role="group" aria-label={label}>
      <ReactFlow
        nodes={drawn}
        edges={lines}
        colorMode={mode}
        fitView
        fitViewOptions={{ padding: 0.15, maxZoom: 1.1 }}
        minZoom={0.2}
        nodesDraggable={false}
        nodesConnectable={false}
        onlyRenderVisibleElements
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'controls.ariaLabel': t('graph.controls'),
          'controls.zoomIn.ariaLabel': t('graph.in'),
          'controls.zoomOut.ariaLabel': t('graph.out'),
          'controls.fitView.ariaLabel': t('graph.fit'),
        }}
      >
        <Background gap={22} size={1} color="var(--line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
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
