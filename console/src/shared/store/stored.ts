import { useSyncExternalStore } from 'react';

/** A small value that this browser keeps, and that every part of the page sees change at once. */
interface Stored<T> {
  get: () => T;
  set: (value: T) => void;
  subscribe: (listener: () => void) => () => void;
}

/**
 * Keeps a value under `key`. `read` makes a value of what was kept (null: nothing yet); it must accept anything, for the
 * text may be of another version or edited by hand.
 */
export function stored<T>(
  key: string,
  read: (text: string | null) => T,
  write: (value: T) => string = String,
): Stored<T> {
  const name = `regulars.${key}`;
  const listeners = new Set<() => void>();
  let value = read(kept(name));
  return {
    get: () => value,
    set: next => {
      value = next;
      try {
        localStorage.setItem(name, write(next));
      } catch {
        // A browser that keeps nothing still works; the choice lasts as long as the page.
      }
      listeners.forEach(listener => listener());
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The present value; the component is drawn again when it changes. */
export function useStored<T>(store: Stored<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
