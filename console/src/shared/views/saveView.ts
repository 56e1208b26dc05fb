import { client, data } from '@/shared/api/client';

/** Keep what the room shows under a name; `id`: in place of that view. */
export function saveView(view: { id: string | null; room: string; name: string; query: Record<string, string> }) {
  return data(client.POST('/v1/views', { body: view }));
}
