import { client, data } from '@/shared/api/client';

/** From here on the key opens nothing. */
export function revokeKey(key: string) {
  return data(client.DELETE('/v1/keys/{key_id}', { params: { path: { key_id: key } } }));
}
