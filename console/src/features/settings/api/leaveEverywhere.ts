import { client, data } from '@/shared/api/client';
import { csrf } from '@/shared/api/csrf';

/** Sign out on every device. */
export async function leaveEverywhere(): Promise<void> {
  await data(client.DELETE('/v1/session', { params: { query: { everywhere: true } } }));
  csrf.set('');
}
