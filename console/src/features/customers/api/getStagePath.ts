import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** A customer's way through the stages, the earliest first. */
export function stagePathQuery(customer: string) {
  return queryOptions({
    queryKey: ['customers', customer, 'path'],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/customers/{identifier}/path', { params: { path: { identifier: customer } }, signal })),
  });
}
