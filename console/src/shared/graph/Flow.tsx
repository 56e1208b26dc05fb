import { MarkerType, MiniMap, type Connection, type Edge, type Node, type NodeChange } from '@xyflow/react';
import { useMemo, useState } from 'react';

import { Board } from './Board';
import { BOX, type FlowBox, type FlowWay } from './flow';
import styles from './Flow.module.css';
import { FlowNode } from './FlowNode';
import { GAP, layered, type Place } from './layered';
import { WayLine } from './WayLine';

interface Props {
  label: string;
  boxes: FlowBox[];
  ways: FlowWay[];
  height: number | string;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  /** Called when a way is drawn from one box to another; without it none can be. */
  onConnect?: (from: string, to: string) => void;
}

const TYPES = { box: FlowNode };
const LINES = { way: WayLine };
/** How many layers one sees at first. */
const LAYERS = 5;
/** From how many boxes on a small map helps. */
const LONG = 14;
/** Flows are high and narrow, and so is their map. */
const MAP = { width: 88, height: 260 };

/** Boxes and ways, laid out by themselves; one can drag, select and connect them. Heavy, so rooms load it lazily. */
export default function Flow({ label, boxes, ways, height, selected, onSelect, onConnect }: Props) {
  const [moved, setMoved] = useState<Record<string, Place>>({});
  const shape = JSON.stringify([boxes.map(box => box.id), ways.map(way => [way.from, way.to])]);
  const { places, passes } = useMemo(() => {
    const [ids, pairs] = JSON.parse(shape) as [string[], [string, string][]];
    return layered(
      ids,
      pairs.map(([from, to]) => ({ from, to })),
    );
  }, [shape]);
  const nodes = useMemo(
    () =>
      boxes.map((box): Node => ({
        id: box.id,
        type: 'box',
        position: moved[box.id] ?? places.get(box.id) ?? { x: 0, y: 0 },
        data: { box, open: onConnect !== undefined },
        selected: box.id === selected,
        ariaLabel: `${box.heading}: ${box.detail}`,
        deletable: false,
        ...BOX,
      })),
    [boxes, moved, places, selected, onConnect],
  );
  const [opening] = useState(() => window(places, selected));
  const edges = useMemo(
    () => ways.map((way, place) => drawn(way, way.from in moved || way.to in moved ? undefined : passes[place])),
    [ways, passes, moved],
  );
  const change = (changes: NodeChange[]) => {
    for (const one of changes) {
      if (one.type === 'select' && one.selected) onSelect(one.id);
      if (one.type === 'position' && one.position) {
        const { id, position } = one;
        setMoved(before => ({ ...before, [id]: position }));
      }
    }
  };
  const connect = ({ source, target }: Connection) => onConnect?.(source, target);
  return (
    <Board
      label={label}
      height={height}
      className={styles.flow}
      nodes={nodes}
      edges={edges}
      nodeTypes={TYPES}
      edgeTypes={LINES}
      fitViewOptions={{ padding: 0.08, maxZoom: 1, minZoom: 0.5, nodes: opening }}
      minZoom={0.02}
      onNodesChange={change}
      onPaneClick={() => onSelect(undefined)}
      onConnect={connect}
      nodesConnectable={onConnect !== undefined}
      edgesFocusable={false}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
    >
      {boxes.length > LONG && (
        <MiniMap pannable zoomable style={MAP} nodeColor="var(--text-faint)" maskColor="var(--mask)" />
      )}
    </Board>
  );
}

/** What the first look shows: a short flow whole, of a long one as much as can be read, with what is selected in it. */
function window(places: Map<string, Place>, selected: string | undefined): { id: string }[] {
  const layer = BOX.height + GAP;
  const middle = places.get(selected ?? '')?.y ?? 0;
  const last = Math.max(...[...places.values()].map(place => place.y), 0);
  const top = Math.min(Math.max(0, middle - 2 * layer), Math.max(0, last - (LAYERS - 1) * layer));
  const shown = [...places].filter(([, { y }]) => y >= top - 1 && y <= top + LAYERS * layer);
  return shown.map(([id]) => ({ id }));
}

function drawn({ id, from, to, label, dashed }: FlowWay, pass: number | undefined): Edge {
  return {
    id,
    source: from,
    target: to,
    label: label && label.length > 34 ? `${label.slice(0, 33)}…` : label,
    type: 'way',
    data: { pass },
    focusable: false,
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
    style: dashed ? { strokeDasharray: '4 4' } : undefined,
  };
}
