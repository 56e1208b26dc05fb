import { client, data } from '@/shared/api/client';

/** Lets a text hold from now on. */
export function applyDefinitions(yaml: string) {
  return data(client.POST('/v1/definitions/apply', { body: { yaml } }));
}
