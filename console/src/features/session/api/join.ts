import { client, data } from '@/shared/api/client';

/** Take up an invitation, or set a new password by a link, and sign in. */
export function join(given: { token: string; name: string; password: string }) {
  return data(client.POST('/v1/join', { body: given }));
}
