import { client, data } from '@/shared/api/client';

const MOST = 20;

/** What other rules of identity would have made of everything that came so far. Nothing changes. */
export function tryIdentity(yaml: string) {
  return data(client.POST('/v1/identity/try', { body: { yaml, limit: MOST } }));
}
