import { client, data } from '@/shared/api/client';

/** Two customers are one person: `from` goes into `into`. */
export function mergeCustomers(merge: { into: number; from: number; reason: string }) {
  return data(client.POST('/v1/customers/merge', { body: merge }));
}
