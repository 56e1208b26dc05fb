import type { LucideIcon } from 'lucide-react';

/** Something that the palette can take one to. */
export interface Entry {
  id: string;
  group: 'rooms' | 'customers' | 'definitions' | 'acts';
  label: string;
  /** Soft words on the right: what kind of thing it is. */
  hint?: string;
  icon: LucideIcon;
  go: () => void;
}

const ORDER: Entry['group'][] = ['rooms', 'acts', 'customers', 'definitions'];
/** How many a group shows at most: all rooms are seen at once, of the rest the best. */
const MOST: Record<Entry['group'], number> = { rooms: 40, acts: 7, customers: 7, definitions: 9 };

/** The entries that fit what was typed, the best first within each group. Every typed word must be found. */
export function fitting(entries: Entry[], typed: string): Entry[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const scored = entries
    .map(entry => ({
      entry,
      score: entry.group === 'customers' ? 1 : score(folded(`${entry.label} ${entry.hint ?? ''}`), words),
    }))
    .filter(found => found.score > 0);
  return ORDER.flatMap(group =>
    scored
      .filter(found => found.entry.group === group)
      .sort((one, other) => other.score - one.score)
      .slice(0, MOST[group])
      .map(found => found.entry),
  );
}

function score(text: string, words: string[]): number {
  let sum = 1;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return 0;
    sum += at === 0 ? 3 : /[\s_-]/.test(text[at - 1] ?? '') ? 2 : 1;
  }
  return sum;
}

/** Without case, accents and full-width forms. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
