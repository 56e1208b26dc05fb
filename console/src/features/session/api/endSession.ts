import { client, data } from '@/shared/api/client';
import { csrf } from '@/shared/api/csrf';

/** Sign out. */
export async function endSession(): Promise<void> {
  await data(client.DELETE('/v1/session'));
  csrf.set('');
}
