import { client, data } from '@/shared/api/client';

/** How many at most at once. */
const MOST = 1000;

/** Send failures of one reason (or all) through the checks again. */
export function reprocess(code: string | undefined) {
  return data(client.POST('/v1/failures/reprocess', { body: { code: code ?? null, limit: MOST } }));
}
