import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';

import type { FlowBox } from './flow';
import styles from './Flow.module.css';

/** One box: what it is, what it does, and its figures. */
export const FlowNode = memo(function FlowNode({ data, selected }: NodeProps) {
  const { box, open } = data as { box: FlowBox; open: boolean };
  const names = [styles.box, box.tone && styles[box.tone], selected && styles.selected, open && styles.open];
  return (
    <div className={names.filter(Boolean).join(' ')}>
      <Handle type="target" position={Position.Top} isConnectable={open} />
      <div className={styles.head}>
        <box.icon size={15} aria-hidden />
        <span className={styles.heading}>{box.heading}</span>
        {box.marks.slice(0, 2).map(mark => (
          <span key={mark.text} className={`${styles.mark} ${styles[mark.tone]}`} title={mark.text}>
            {mark.text}
          </span>
        ))}
      </div>
      <div className={styles.detail} title={box.detail}>
        {box.detail}
      </div>
      <dl className={styles.figures}>
        {box.figures.map(figure => (
          <div key={figure.key} className={styles[figure.tone]}>
            <dt>{figure.label}</dt>
            <dd>{figure.value}</dd>
          </div>
        ))}
      </dl>
      <Handle type="source" position={Position.Bottom} isConnectable={open} />
    </div>
  );
});
