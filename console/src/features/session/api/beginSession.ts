import { client, data } from '@/shared/api/client';

/** The workspace that every house has. */
const MAIN = 'main';

/** Sign in to a workspace, the main one unless said otherwise; the server sets the cookie. */
export function beginSession({ workspace, ...given }: { email: string; password: string; workspace?: string }) {
  return data(client.POST('/v1/session', { body: { ...given, workspace: workspace?.trim() || MAIN } }));
}
