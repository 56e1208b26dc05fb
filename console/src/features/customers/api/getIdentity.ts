import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** By what a customer is known, how these hang together, and what was united or kept apart. */
export function identityQuery(identifier: string) {
  return queryOptions({
    queryKey: ['customers', identifier, 'identity'],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/customers/{identifier}/identity', { params: { path: { identifier } }, signal })),
  });
}
