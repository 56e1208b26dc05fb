import { Handle, Position, type Edge, type Node, type NodeProps } from '@xyflow/react';
import { memo, useMemo } from 'react';

import { Board } from './Board';
import { ranked } from './ranked';
import styles from './Web.module.css';
import { TAG, type WebTag } from './tag';

interface Props {
  label: string;
  tags: WebTag[];
  lines: { from: string; to: string }[];
  height: string;
  selected: string | undefined;
  /** What belongs to the selected one; the others step back. */
  lit: ReadonlySet<string> | undefined;
  onSelect: (id: string | undefined) => void;
}

const TYPES = { tag: memo(Tag) };

/** What rests on what, from left to right: pan, zoom, select with mouse or keyboard. Heavy, so rooms load it lazily. */
export default function Web({ label, tags, lines, height, selected, lit, onSelect }: Props) {
  const places = useMemo(
    () =>
      ranked(
        tags.map(tag => tag.id),
        lines,
      ),
    [tags, lines],
  );
  const nodes = useMemo(
    () =>
      tags.map((tag): Node => ({
        id: tag.id,
        type: 'tag',
        position: places.get(tag.id) ?? { x: 0, y: 0 },
        data: { tag },
        selected: tag.id === selected,
        className: lit && !lit.has(tag.id) ? styles.dim : undefined,
        ariaLabel: `${tag.title}: ${tag.note}`,
        ...TAG,
      })),
    [tags, places, selected, lit],
  );
  const edges = useMemo(
    () =>
      lines.map(({ from, to }): Edge => {
        const shown = lit?.has(from) && lit.has(to);
        return {
          id: `${from} ${to}`,
          source: from,
          target: to,
          focusable: false,
          className: lit && !shown ? styles.dim : undefined,
          style: shown ? { stroke: 'var(--pine)', strokeWidth: 1.6 } : undefined,
        };
      }),
    [lines, lit],
  );
  return (
    <Board
      key={tags.map(tag => tag.id).join()}
      label={label}
      height={height}
      className={styles.web}
      nodes={nodes}
      edges={edges}
      nodeTypes={TYPES}
      fitViewOptions={{ padding: 0.06, maxZoom: 1, minZoom: 0.62 }}
      minZoom={0.1}
      onNodesChange={changes => {
        for (const one of changes) if (one.type === 'select' && one.selected) onSelect(one.id);
      }}
      onPaneClick={() => onSelect(undefined)}
      nodesDraggable={false}
      onlyRenderVisibleElements
    />
  );
}

function Tag({ data, selected }: NodeProps) {
  const { tag } = data as { tag: WebTag };
  return (
    <div className={selected ? `${styles.tag} ${styles.selected}` : styles.tag} title={`${tag.title} · ${tag.note}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <tag.icon size={15} aria-hidden />
      <span className={styles.words}>
        <span className={styles.title}>{tag.title}</span>
        <span className={styles.note}>{tag.note}</span>
      </span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
