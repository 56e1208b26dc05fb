import { client, data } from '@/shared/api/client';

import type { Journey } from '../types';
import { draftText } from './drafts';

/** What the journey (as drafted, where it was) would have done in the last days. Nothing is sent or written. */
export async function rehearse(name: string, days: number, draft: Journey | null) {
  const yaml = draft ? await draftText(draft) : null;
  return data(client.POST('/v1/journeys/{name}/dry-run', { params: { path: { name } }, body: { days, yaml } }));
}

/** What the journey would do to one customer from now on. Nothing is sent or written. */
export async function tryWith(name: string, customer: string, draft: Journey | null) {
  const yaml = draft ? await draftText(draft) : null;
  return data(client.POST('/v1/journeys/{name}/try', { params: { path: { name } }, body: { customer, yaml } }));
}

export type Rehearsed = Awaited<ReturnType<typeof rehearse>>;
