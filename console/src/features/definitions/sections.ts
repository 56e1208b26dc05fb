import {
  AtSign,
  Blocks,
  Boxes,
  BrainCircuit,
  CalendarClock,
  ChartLine,
  Dices,
  Gauge,
  IdCard,
  Layers,
  Mail,
  MessageSquareText,
  Milestone,
  Radio,
  Route,
  ScrollText,
  Sigma,
  SlidersHorizontal,
  Tag,
  type LucideIcon,
} from 'lucide-react';

import type { Sent } from '@/shared/api/posted';

export type Kind = NonNullable<Sent<'/v1/expressions/check'>['kind']>;

/** The kinds of definitions in the order of the files. */
export const SECTIONS = [
  'features',
  'segments',
  'stages',
  'metrics',
  'models',
  'journeys',
  'templates',
  'slots',
  'policies',
  'catalogs',
  'events',
  'traits',
  'identifiers',
  'purposes',
  'caps',
  'sources',
  'texts',
] as const;
export type Section = (typeof SECTIONS)[number];

export const ICONS: Record<Section | 'workspace', LucideIcon> = {
  features: Sigma,
  segments: Layers,
  stages: Milestone,
  metrics: ChartLine,
  models: BrainCircuit,
  journeys: Route,
  templates: Mail,
  slots: Boxes,
  policies: Dices,
  catalogs: ScrollText,
  events: CalendarClock,
  traits: Tag,
  identifiers: IdCard,
  purposes: AtSign,
  caps: Gauge,
  sources: Radio,
  texts: MessageSquareText,
  workspace: SlidersHorizontal,
};

export function iconOf(section: string): LucideIcon {
  return Object.hasOwn(ICONS, section) ? ICONS[section as Section] : Blocks;
}

/** The texts of a section that are expressions, and of what they speak. A definition of these has a form. */
export const EXPRESSIONS: Partial<Record<string, { field: string; kind: Kind; needed: boolean }[]>> = {
  features: [{ field: 'of', kind: 'feature', needed: true }],
  segments: [{ field: 'when', kind: 'segment', needed: true }],
  stages: [
    { field: 'when', kind: 'segment', needed: false },
    { field: 'exit', kind: 'segment', needed: false },
  ],
  metrics: [
    { field: 'of', kind: 'metric', needed: true },
    { field: 'per', kind: 'metric', needed: false },
  ],
};

/** The field that a definition may stand for by itself: `big: spend > 500`. */
export const SHORT: Partial<Record<string, string>> = {
  features: 'of',
  segments: 'when',
  stages: 'when',
  metrics: 'of',
};

/** A definition as fields, whatever way it is written. */
export function fields(section: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const short = SHORT[section];
  return short !== undefined && value !== null && value !== undefined ? { [short]: String(value) } : {};
}

/** The fields as they are written: without what is empty. */
export function compact(value: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(value).filter(([, one]) => one !== '' && one !== undefined && one !== null);
  return Object.fromEntries(kept);
}

/** Titles without those that are empty; nothing where all are. */
export function titles(value: unknown): Record<string, string> | undefined {
  if (typeof value === 'string') return { en: value };
  if (typeof value !== 'object' || value === null) return undefined;
  const kept = Object.entries(value as Record<string, unknown>).filter(
    (one): one is [string, string] => typeof one[1] === 'string' && one[1].trim() !== '',
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
