import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { yamlQuery } from '@/shared/definitions/getYaml';
import { useStored } from '@/shared/store/stored';

import { draft, withEdit, withoutEdit, type Edit, type Value } from './draft';

interface Draft {
  edits: Edit[];
  /** Notes what a definition is to be; null: it is to go. Nothing holds before the draft is applied. */
  keep: (section: string, name: string, value: Value) => Promise<void>;
  drop: (section: string, name: string) => void;
  clear: () => void;
}

/** The changes that wait to be reviewed and applied. */
export function useDraft(): Draft {
  const edits = useStored(draft);
  const queryClient = useQueryClient();
  const keep = useCallback(
    async (section: string, name: string, value: Value) => {
      const [yaml, { block }] = await Promise.all([queryClient.ensureQueryData(yamlQuery), import('./spelling')]);
      draft.set(withEdit(draft.get(), { section, name, value, was: block(yaml, section, name) }));
    },
    [queryClient],
  );
  const drop = useCallback((section: string, name: string) => draft.set(withoutEdit(draft.get(), section, name)), []);
  const clear = useCallback(() => draft.set([]), []);
  return { edits, keep, drop, clear };
}
