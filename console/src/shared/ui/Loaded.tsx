import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ProblemView } from './ProblemView';
import { Waiting } from './Waiting';

interface Props<T> {
  query: UseQueryResult<T>;
  rows?: number;
  children: (value: T) => ReactNode;
}

/** An answer of the server in its three states: on its way, gone wrong, here. What is here stays while it is asked again. */
export function Loaded<T>({ query, rows, children }: Props<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  return <Waiting rows={rows} />;
}
