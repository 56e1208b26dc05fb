import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { By } from '@/shared/definitions/getFigures';

/** When a metric's level changed for good. Asked for only where it is wanted. */
export function levelsQuery(name: string, by: By, wanted: boolean) {
  return queryOptions({
    queryKey: ['metrics', name, 'levels', by],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/metrics/{name}/levels', { params: { path: { name }, query: { by } }, signal })),
    staleTime: 5 * 60_000,
    retry: false,
    enabled: wanted,
  });
}
