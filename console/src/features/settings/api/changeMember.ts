import { client, data } from '@/shared/api/client';

import type { RoleName } from '../types';

/** Another role, or in and out; what is left out stays. */
export function changeMember(member: string, change: { role?: RoleName; disabled?: boolean }) {
  const body = { role: null, disabled: null, ...change };
  return data(client.PATCH('/v1/members/{member_id}', { params: { path: { member_id: member } }, body }));
}
