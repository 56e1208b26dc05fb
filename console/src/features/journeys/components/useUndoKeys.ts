import { useEffect, useRef } from 'react';

import type { Draft } from '../useDraft';

/** Ctrl+Z and Ctrl+Shift+Z (⌘ on a Mac) go back and forth, except while somebody types: there they belong to the field. */
export function useUndoKeys(draft: Draft): void {
  const acts = useRef(draft);
  useEffect(() => {
    acts.current = draft;
  }, [draft]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || typing(event.target)) return;
      const act = event.shiftKey ? acts.current.redo : acts.current.undo;
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}
