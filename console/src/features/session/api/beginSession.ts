import { client, data } from '@/shared/api/client';

/** The workspace that every house has. */
const MAIN = 'main';

/** Sign in; the server sets the cookie. */
export function beginSession(given: { email: string; password: string }) {
  return data(client.POST('/v1/session', { body: { workspace: MAIN, ...given } }));
}
