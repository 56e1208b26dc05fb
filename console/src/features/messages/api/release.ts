import { client, data } from '@/shared/api/client';

/** Send a parked message once more. Only a person may decide that: it may have gone out already. */
export function release(id: number) {
  return data(client.POST('/v1/messages/{message_id}/release', { params: { path: { message_id: id } } }));
}
