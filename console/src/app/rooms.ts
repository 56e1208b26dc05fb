import { Activity, ChartLine, House, Users, type LucideIcon } from 'lucide-react';

/** A room of the console as the rail and the palette show it. Its route stands in `router.tsx` under the same path. */
export interface Room {
  path: '/' | '/live' | '/customers' | '/figures';
  /** Its name in the catalogue of the frame. */
  label: `frame:rooms.${string}`;
  icon: LucideIcon;
  group: Group;
}

export type Group = 'today' | 'know' | 'measure';

export const GROUPS: { name: Group; label: `frame:groups.${Group}` }[] = [
  { name: 'today', label: 'frame:groups.today' },
  { name: 'know', label: 'frame:groups.know' },
  { name: 'measure', label: 'frame:groups.measure' },
];

export const ROOMS: Room[] = [
  { path: '/', label: 'frame:rooms.home', icon: House, group: 'today' },
  { path: '/live', label: 'frame:rooms.live', icon: Activity, group: 'today' },
  { path: '/customers', label: 'frame:rooms.customers', icon: Users, group: 'know' },
  { path: '/figures', label: 'frame:rooms.metrics', icon: ChartLine, group: 'measure' },
];
