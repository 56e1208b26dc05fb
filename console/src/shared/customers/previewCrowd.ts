import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** How many customers fulfil a condition, the condition as a sentence, and a few of them. */
export function crowdQuery(when: string) {
  return queryOptions({
    queryKey: ['crowd', when],
    queryFn: ({ signal }) =>
      data(client.POST('/v1/segments/preview', { body: { when, against: null, chart: false }, signal })),
    retry: false,
  });
}

/** Who one of them is. */
export function exampleQuery(customer: number) {
  return queryOptions({
    queryKey: ['customers', String(customer)],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/customers/{identifier}', { params: { path: { identifier: String(customer) } }, signal })),
  });
}
