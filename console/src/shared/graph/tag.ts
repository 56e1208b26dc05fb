import type { LucideIcon } from 'lucide-react';

/** One thing of a web. */
export interface WebTag {
  id: string;
  icon: LucideIcon;
  title: string;
  /** What kind of thing it is, and its short name. */
  note: string;
}

/** The size of a tag: fixed, so that a layout needs no measuring. */
export const TAG = { width: 196, height: 46 };
