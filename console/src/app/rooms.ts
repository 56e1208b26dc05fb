import {
  Activity,
  Blocks,
  BrainCircuit,
  ChartLine,
  Gem,
  House,
  Layers,
  LayoutGrid,
  Mail,
  MessageSquareText,
  Route,
  ScanFace,
  ScrollText,
  Settings,
  Users,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';

import type { Permission } from '@/shared/session/may';

/** A room of the console as the rail and the palette show it. Its route stands in `routes/` under the same path. */
export interface Room {
  path:
    | '/'
    | '/lifecycle'
    | '/value'
    | '/models'
    | '/texts'
    | '/likeness'
    | '/live'
    | '/customers'
    | '/segments'
    | '/definitions'
    | '/journeys'
    | '/messages'
    | '/slots'
    | '/figures'
    | '/settings'
    | '/audit';
  /** Its name in the catalogue of the frame. */
  label: `frame:rooms.${string}`;
  icon: LucideIcon;
  group: Group;
  /** Shown only to those who may. */
  may?: Permission;
}

export type Group = 'today' | 'know' | 'engage' | 'measure' | 'house';

export const GROUPS: { name: Group; label: `frame:groups.${Group}` }[] = [
  { name: 'today', label: 'frame:groups.today' },
  { name: 'know', label: 'frame:groups.know' },
  { name: 'engage', label: 'frame:groups.engage' },
  { name: 'measure', label: 'frame:groups.measure' },
  { name: 'house', label: 'frame:groups.house' },
];

export const ROOMS: Room[] = [
  { path: '/', label: 'frame:rooms.home', icon: House, group: 'today' },
  { path: '/live', label: 'frame:rooms.live', icon: Activity, group: 'today' },
  { path: '/customers', label: 'frame:rooms.customers', icon: Users, group: 'know' },
  { path: '/segments', label: 'frame:rooms.segments', icon: Layers, group: 'know' },
  { path: '/lifecycle', label: 'frame:rooms.lifecycle', icon: Waypoints, group: 'know' },
  { path: '/value', label: 'frame:rooms.value', icon: Gem, group: 'know' },
  { path: '/models', label: 'frame:rooms.models', icon: BrainCircuit, group: 'know' },
  { path: '/texts', label: 'frame:rooms.texts', icon: MessageSquareText, group: 'know' },
  { path: '/likeness', label: 'frame:rooms.likeness', icon: ScanFace, group: 'know' },
  { path: '/journeys', label: 'frame:rooms.journeys', icon: Route, group: 'engage' },
  { path: '/messages', label: 'frame:rooms.messages', icon: Mail, group: 'engage' },
  { path: '/slots', label: 'frame:rooms.slots', icon: LayoutGrid, group: 'engage' },
  { path: '/figures', label: 'frame:rooms.metrics', icon: ChartLine, group: 'measure' },
  { path: '/definitions', label: 'frame:rooms.definitions', icon: Blocks, group: 'house' },
  { path: '/settings', label: 'frame:rooms.settings', icon: Settings, group: 'house' },
  { path: '/audit', label: 'frame:rooms.audit', icon: ScrollText, group: 'house', may: 'audit' },
];
