import { client, data } from '@/shared/api/client';

/** Forget a view. */
export function dropView(view_id: string) {
  return data(client.DELETE('/v1/views/{view_id}', { params: { path: { view_id } } }));
}
