import { client, data } from '@/shared/api/client';

import type { RoleName } from '../types';

/** Invite somebody; the answer holds the path of the link, this once. */
export function inviteMember(given: { email: string; name?: string; role: RoleName }) {
  return data(client.POST('/v1/members', { body: { email: given.email, name: given.name ?? '', role: given.role } }));
}
