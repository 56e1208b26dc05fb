import { client, data } from '@/shared/api/client';

/** Open a link that works once: says what it asks for, or has signed in already. */
export function followLink(token: string) {
  return data(client.POST('/v1/link', { body: { token } }));
}
