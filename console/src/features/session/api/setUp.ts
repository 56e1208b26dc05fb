import { client, data } from '@/shared/api/client';

/** Make the first owner of a new house, and sign in. */
export function setUp(given: { token: string; name: string; email: string; password: string }) {
  return data(client.POST('/v1/setup', { body: given }));
}
