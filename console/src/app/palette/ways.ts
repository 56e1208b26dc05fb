import type { useNavigate } from '@tanstack/react-router';
import {
  BrainCircuit,
  ChartLine,
  Layers,
  LayoutGrid,
  Mail,
  Milestone,
  Radio,
  Route,
  Sigma,
  type LucideIcon,
} from 'lucide-react';

import type { Definitions } from '@/shared/definitions/getDefinitions';

type Navigate = ReturnType<typeof useNavigate>;

/** A kind of definition that the palette finds, and where in the console one of a name is seen at work. */
export interface Way {
  section: Exclude<keyof Definitions, 'workspace'>;
  kind: 'segment' | 'stage' | 'metric' | 'journey' | 'model' | 'slot' | 'template' | 'feature' | 'event';
  icon: LucideIcon;
  go: (navigate: Navigate, name: string) => void;
}

export const WAYS: Way[] = [
  {
    section: 'segments',
    kind: 'segment',
    icon: Layers,
    go: (navigate, segment) => void navigate({ to: '/segments/$segment', params: { segment } }),
  },
  {
    section: 'journeys',
    kind: 'journey',
    icon: Route,
    go: (navigate, journey) => void navigate({ to: '/journeys/$journey', params: { journey } }),
  },
  {
    section: 'metrics',
    kind: 'metric',
    icon: ChartLine,
    go: (navigate, metric) => void navigate({ to: '/figures', search: { metric } }),
  },
  {
    section: 'stages',
    kind: 'stage',
    icon: Milestone,
    go: (navigate, stage) => void navigate({ to: '/lifecycle/$stage', params: { stage } }),
  },
  {
    section: 'models',
    kind: 'model',
    icon: BrainCircuit,
    go: (navigate, model) => void navigate({ to: '/models/$model', params: { model } }),
  },
  {
    section: 'templates',
    kind: 'template',
    icon: Mail,
    go: (navigate, template) => void navigate({ to: '/messages', search: { template } }),
  },
  {
    section: 'slots',
    kind: 'slot',
    icon: LayoutGrid,
    go: (navigate, slot) => void navigate({ to: '/slots', search: { slot } }),
  },
  {
    section: 'features',
    kind: 'feature',
    icon: Sigma,
    go: (navigate, name) => void navigate({ to: '/definitions/$section/$name', params: { section: 'features', name } }),
  },
  {
    section: 'events',
    kind: 'event',
    icon: Radio,
    go: (navigate, name) => void navigate({ to: '/definitions/$section/$name', params: { section: 'events', name } }),
  },
];
