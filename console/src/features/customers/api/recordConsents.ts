import { client, data } from '@/shared/api/client';

/** Record what a customer allows. */
export function recordConsents(customer: string, consents: Record<string, boolean>) {
  return data(client.POST('/v1/consents', { body: { customer, consents } }));
}
