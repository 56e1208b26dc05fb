import { useSyncExternalStore } from 'react';

import { stored, useStored } from '@/shared/store/stored';

export type Choice = 'system' | 'light' | 'dark';
export type Mode = 'light' | 'dark';

const CHOICES: readonly Choice[] = ['system', 'light', 'dark'];

/** What the member chose: light, dark, or whatever the machine is set to. */
export const themeChoice = stored<Choice>('theme', text => CHOICES.find(choice => choice === text) ?? 'system');

const night = matchMedia('(prefers-color-scheme: dark)');
const still = matchMedia('(prefers-reduced-motion: reduce)');

const watch = (wish: MediaQueryList) => (listener: () => void) => {
  wish.addEventListener('change', listener);
  return () => wish.removeEventListener('change', listener);
};
const watchNight = watch(night);
const watchStill = watch(still);

/** The mode that holds now. */
export function useMode(): Mode {
  const choice = useStored(themeChoice);
  const dark = useSyncExternalStore(watchNight, () => night.matches);
  if (choice === 'system') return dark ? 'dark' : 'light';
  return choice;
}

/** Whether the machine is set to show as little movement as can be. */
export function useStill(): boolean {
  return useSyncExternalStore(watchStill, () => still.matches);
}
