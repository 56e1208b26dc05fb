import { client, data } from '@/shared/api/client';

import type { Verdict } from '../types';

/** Say that two are one person, or that they are not. */
export function answer(proposal: string, verdict: Verdict) {
  return data(
    client.POST('/v1/likeness/proposals/{proposal}', { params: { path: { proposal } }, body: { answer: verdict } }),
  );
}
