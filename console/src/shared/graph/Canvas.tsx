import '@xyflow/react/dist/base.css';

import { Background, Controls, ReactFlow, type Edge, type Node, type NodeTypes } from '@xyflow/react';
import { useTranslation } from 'react-i18next';

import { useMode } from '@/shared/theme/mode';

import styles from './Canvas.module.css';

interface Props {
  label: string;
  nodes: Node[];
  edges: Edge[];
  types?: NodeTypes;
  height: number;
}

/** A graph to look at: pan, zoom, walk with the keyboard. Heavy, so rooms load it lazily. */
export default function Canvas({ label, nodes, edges, types, height }: Props) {
  const mode = useMode();
  const { t } = useTranslation('shared');
  return (
    <div className={styles.canvas} style={{ height }} role="group" aria-label={label}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={types}
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
