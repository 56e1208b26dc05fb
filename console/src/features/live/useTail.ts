import { useEffect, useReducer } from 'react';

import { asProblem, type Problem } from '@/shared/api/problem';

import { tailEvents } from './api/tailEvents';
import type { LiveSearch } from './search';
import type { Tailed } from './types';

/** How many events the page keeps; older ones are on the customers' pages. */
const MOST = 500;
const REST = 5_000;

interface TailState {
  events: Tailed[];
  position: number | null;
  problem: Problem | null;
}

type Act =
  { kind: 'begin' } | { kind: 'came'; events: Tailed[]; position: number } | { kind: 'failed'; problem: Problem };

export const nothing: TailState = { events: [], position: null, problem: null };

/** New events stand before what is there; one that comes twice stands once. */
export function tailed(state: TailState, act: Act): TailState {
  if (act.kind === 'begin') return nothing;
  if (act.kind === 'failed') return { ...state, problem: act.problem };
  const fresh = new Set(act.events.map(key));
  const events = [...act.events, ...state.events.filter(event => !fresh.has(key(event)))].slice(0, MOST);
  return { events, position: act.position, problem: null };
}

/** What tells events apart: ids of different sources may be the same. */
export function key(event: Pick<Tailed, 'source' | 'id'>): string {
  return `${event.source} ${event.id}`;
}

/** Events as they come. While paused nothing is asked; going on brings what came meanwhile. */
export function useTail(search: LiveSearch, paused: boolean): TailState {
  const [state, act] = useReducer(tailed, nothing);
  const { q, source } = search;
  const { position } = state;

  useEffect(() => act({ kind: 'begin' }), [q, source]);

  useEffect(() => {
    if (paused && position !== null) return;
    const stop = new AbortController();
    let rest: ReturnType<typeof setTimeout>;
    const ask = async () => {
      try {
        const found = await tailEvents({ q, source }, position, stop.signal);
        if (stop.signal.aborted) return;
        // The position stands still while nothing comes: then the effect does not run again, so ask from here.
        act({ kind: 'came', events: found.events, position: found.position });
        if (found.position === position) void ask();
      } catch (error) {
        if (stop.signal.aborted) return;
        act({ kind: 'failed', problem: asProblem(error) });
        rest = setTimeout(() => void ask(), REST);
      }
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(rest);
    };
  }, [q, source, paused, position]);

  return state;
}
