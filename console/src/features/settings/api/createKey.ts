import { client, data } from '@/shared/api/client';

export type NewKey =
  | { kind: 'write'; source: string; label?: string }
  | { kind: 'secret'; scopes: ('read' | 'write' | 'manage')[]; label?: string };

/** Make a key. Its secret is in the answer, this once. */
export function createKey(given: NewKey) {
  const { kind, label = '' } = given;
  const body =
    given.kind === 'write'
      ? { kind, label, source: given.source, scopes: [] }
      : { kind, label, source: null, scopes: given.scopes };
  return data(client.POST('/v1/keys', { body }));
}
