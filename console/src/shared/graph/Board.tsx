import '@xyflow/react/dist/base.css';

import { Background, Controls, ReactFlow, type ReactFlowProps } from '@xyflow/react';
import { useTranslation } from 'react-i18next';

import { useMode } from '@/shared/theme/mode';

import styles from './Board.module.css';

interface Props extends Omit<ReactFlowProps, 'height'> {
  label: string;
  height: number | string;
}

/** The ground on which graphs are drawn: one pans, zooms and walks with the keyboard, in the colours of the mode. */
export function Board({ label, height, className = '', children, ...graph }: Props) {
  const mode = useMode();
  const { t } = useTranslation('shared');
  return (
    <div className={`${styles.canvas} ${className}`} style={{ height }} role="group" aria-label={label}>
      <ReactFlow
        colorMode={mode}
        fitView
        nodesConnectable={false}
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'node.a11yDescription.default': t('graph.node'),
          'node.a11yDescription.keyboardDisabled': t('graph.node'),
          'minimap.ariaLabel': t('graph.map'),
          'controls.ariaLabel': t('graph.controls'),
          'controls.zoomIn.ariaLabel': t('graph.in'),
          'controls.zoomOut.ariaLabel': t('graph.out'),
          'controls.fitView.ariaLabel': t('graph.fit'),
        }}
        {...graph}
      >
        <Background gap={22} size={1} color="var(--line)" />
        <Controls showInteractive={false} />
        {children}
      </ReactFlow>
    </div>
  );
}
