import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { By } from '@/shared/definitions/getFigures';

/** By which conditions one finds the customers behind a figure. */
export function behindQuery(name: string, by: By, period: string, part: string | null) {
  return queryOptions({
    queryKey: ['metrics', name, 'customers', by, period, part],
    queryFn: ({ signal }) =>
      data(
        client.GET('/v1/metrics/{name}/customers', {
          params: { path: { name }, query: { by, period, part: part ?? undefined } },
          signal,
        }),
      ),
    staleTime: 5 * 60_000,
  });
}
