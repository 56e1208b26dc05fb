import { client, data } from '@/shared/api/client';

/** Two who were united are two people: `from` comes back, with everything that was its own. */
export function unmergeCustomer(identifier: string, from: number, reason: string) {
  return data(
    client.POST('/v1/customers/{identifier}/unmerge', { params: { path: { identifier } }, body: { from, reason } }),
  );
}
