import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { By } from '@/shared/definitions/getFigures';

/** What a metric will be, with intervals. Asked for only where it is wanted. */
export function forecastQuery(name: string, by: By, wanted: boolean) {
  return queryOptions({
    queryKey: ['metrics', name, 'forecast', by],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/metrics/{name}/forecast', { params: { path: { name }, query: { by } }, signal })),
    staleTime: 5 * 60_000,
    retry: false,
    enabled: wanted,
  });
}
