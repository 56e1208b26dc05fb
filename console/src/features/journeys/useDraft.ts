import { useSyncExternalStore } from 'react';

import { begun, redone, undone, went, type History } from './history';
import { same } from './spelling';
import type { Journey } from './types';

/** Drafts by the name of their journey: going to another room and coming back loses nothing. */
const drafts = new Map<string, History<Journey>>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function put(name: string, history: History<Journey> | null): void {
  if (history) drafts.set(name, history);
  else drafts.delete(name);
  listeners.forEach(listener => listener());
}

export interface Draft {
  journey: Journey;
  /** It differs from what holds. */
  dirty: boolean;
  edit: (journey: Journey, mark?: string) => void;
  undo?: () => void;
  redo?: () => void;
  discard: () => void;
}

/** What somebody makes of a journey before it is saved. Without changes it is what holds. */
export function useDraft(name: string, base: Journey): Draft {
  const history = useSyncExternalStore(subscribe, () => drafts.get(name));
  const journey = history?.now ?? base;
  return {
    journey,
    dirty: history !== undefined && !same(journey, base),
    edit: (now, mark) => put(name, went(history ?? begun(base), now, mark)),
    undo: history && history.past.length > 0 ? () => put(name, undone(history)) : undefined,
    redo: history && history.future.length > 0 ? () => put(name, redone(history)) : undefined,
    discard: () => put(name, null),
  };
}
