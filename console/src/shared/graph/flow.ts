import type { LucideIcon } from 'lucide-react';

/** How a figure or a mark of a box is meant. */
type FlowTone = 'plain' | 'pine' | 'good' | 'amber' | 'bad';

/** A figure in a box: how many wait, were sent … */
export interface FlowFigure {
  key: string;
  label: string;
  value: string;
  tone: FlowTone;
}

/** One box of a flow. */
export interface FlowBox {
  id: string;
  icon: LucideIcon;
  heading: string;
  /** One line below: what it does. */
  detail: string;
  /** Short marks: a cap that holds here, nothing leads here. */
  marks: { text: string; tone: FlowTone }[];
  figures: FlowFigure[];
  tone?: 'begin' | 'end' | 'lost';
}

/** A way from one box to another. */
export interface FlowWay {
  id: string;
  from: string;
  to: string;
  label?: string;
  dashed?: boolean;
}

/** The size of a box: fixed, so that a layout needs no measuring. */
export const BOX = { width: 236, height: 86 };
