import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { By } from './getFigures';

/** Why a metric moved: what each part of the business added to its last change. */
export function driversQuery(name: string, by: By) {
  return queryOptions({
    queryKey: ['metrics', name, 'drivers', by],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/metrics/{name}/drivers', { params: { path: { name }, query: { by } }, signal })),
    staleTime: 5 * 60_000,
    retry: false,
  });
}
