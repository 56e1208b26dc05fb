/** A value with what it was before and what was taken back. */
export interface History<T> {
  past: T[];
  now: T;
  future: T[];
  /** Of what the last change was. */
  mark?: string;
}

const MOST = 200;

export function begun<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/** One step further; what had been taken back is gone. Changes with the same mark, one after another, are one step. */
export function went<T>(history: History<T>, now: T, mark?: string): History<T> {
  if (now === history.now) return history;
  if (mark !== undefined && mark === history.mark && history.past.length > 0) return { ...history, now, future: [] };
  return { past: [...history.past, history.now].slice(-MOST), now, future: [], mark };
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
}

export function redone<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future };
}
