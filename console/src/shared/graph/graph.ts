/** A place in a picture. */
export interface GraphNode {
  id: string;
  position: { x: number; y: number };
  data: { label: string };
  /** `centre` stands out, `gone` is dashed. */
  className?: 'centre' | 'gone';
  sourcePosition?: 'right';
  targetPosition?: 'left';
}

/** A line between two places. */
export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  label?: string;
  dashed?: boolean;
}
