import { client, data } from '@/shared/api/client';

/** Compute the whole chain again. */
export function checkChain() {
  return data(client.GET('/v1/audit/check'));
}
