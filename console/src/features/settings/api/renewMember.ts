import { client, data } from '@/shared/api/client';

/** A link with which a member sets a new password. */
export function renewMember(member: string) {
  return data(client.POST('/v1/members/{member_id}/link', { params: { path: { member_id: member } } }));
}
