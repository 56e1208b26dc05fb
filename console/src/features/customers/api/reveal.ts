import { client, data } from '@/shared/api/client';

/** Covered fields as they are. Who looked, at what and why stands in the audit trail. */
export function reveal(identifier: string, fields: string[], reason: string) {
  return data(
    client.POST('/v1/customers/{identifier}/reveal', { params: { path: { identifier } }, body: { fields, reason } }),
  );
}
