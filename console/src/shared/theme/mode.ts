import { useSyncExternalStore } from 'react';

import { stored, useStored } from '@/shared/store/stored';

export type Choice = 'system' | 'light' | 'dark';
export type Mode = 'light' | 'dark';

const CHOICES: readonly Choice[] = ['system', 'light', 'dark'];

/** What the member chose: light, dark, or whatever the machine is set to. */
export const themeChoice = stored<Choice>('theme', text => CHOICES.find(choice => choice === text) ?? 'system');

const night = matchMedia('(prefers-color-scheme: dark)');

function watchNight(listener: () => void): () => void {
  night.addEventListener('change', listener);
  return () => night.removeEventListener('change', listener);
}

/** The mode that holds now. */
export function useMode(): Mode {
  const choice = useStored(themeChoice);
  const dark = useSyncExternalStore(watchNight, () => night.matches);
  if (choice === 'system') return dark ? 'dark' : 'light';
  return choice;
}
