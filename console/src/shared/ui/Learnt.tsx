import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { asProblem } from '@/shared/api/problem';
import { useCause } from '@/shared/api/useCause';

import { Empty } from './Empty';
import { Loaded } from './Loaded';

interface Props<T> {
  query: UseQueryResult<T>;
  rows?: number;
  /** Shown where the server knows nothing of this name or kind: how one makes it. */
  missing?: ReactNode;
  children: (value: T) => ReactNode;
}

/**
 * What the server learnt from the data, as `Loaded`; but that an extra is not installed, that the data are too thin, or that
 * nothing is defined, is no failure: it says calmly what to do.
 */
export function Learnt<T>({ query, rows, missing, children }: Props<T>) {
  const { t } = useTranslation('shared');
  const cause = useCause();
  if (query.data === undefined && query.isError) {
    const problem = asProblem(query.error);
    if (problem.code === 'not_installed') {
      const extra = /regulars\[\w+\]/.exec(problem.cause)?.[0] ?? 'regulars[learn]';
      return (
        <Empty
          title={t('learnt.extra.title')}
          text={t('learnt.extra.text')}
          action={<code>{`pip install "${extra}"`}</code>}
        />
      );
    }
    if (problem.code === 'too_thin') {
      return <Empty title={t('learnt.thin')} text={cause(problem)} />;
    }
    if (problem.status === 404 && missing) return <>{missing}</>;
  }
  return (
    <Loaded query={query} rows={rows}>
      {children}
    </Loaded>
  );
}
