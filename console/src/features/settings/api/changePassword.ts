import { client, data } from '@/shared/api/client';
import { csrf } from '@/shared/api/csrf';

/** Set a new password; every other session ends, and this one begins anew. */
export async function changePassword(given: { old: string; new: string }) {
  const session = await data(client.POST('/v1/session/password', { body: { old: given.old, new: given.new } }));
  csrf.set(session.csrf);
  return session;
}
