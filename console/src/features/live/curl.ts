import { hidden } from '@/shared/customers/covered';

/** The calls that are whole in the tail. A group or an alias there has lost whom it names, the rest the house itself wrote. */
const CALLS = ['track', 'identify', 'page', 'screen'];

export interface Sent {
  type: string;
  event?: string;
  user_id?: string | null;
  anonymous_id?: string | null;
  timestamp: string;
  properties?: unknown;
  traits?: unknown;
}

/**
 * The command that sends an event like this one; null where it would not be like it. The key is not known here: the reader puts
 * it in. What is covered is left out: sent back it would become the value.
 */
export function curl(event: Sent, origin: string): string | null {
  if (!CALLS.includes(event.type) || hidden(event.user_id) || hidden(event.anonymous_id)) return null;
  const body: Record<string, unknown> = { type: event.type };
  if (event.event) body[event.type === 'page' || event.type === 'screen' ? 'name' : 'event'] = event.event;
  if (event.user_id) body.userId = event.user_id;
  if (event.anonymous_id) body.anonymousId = event.anonymous_id;
  body.timestamp = event.timestamp;
  if (filled(event.properties)) body.properties = event.properties;
  if (filled(event.traits)) body.traits = event.traits;
  const text = JSON.stringify({ batch: [body] }, (_, value: unknown) => (hidden(value) ? undefined : value), 2);
  return `curl -u "$WRITE_KEY:" -H 'Content-Type: application/json' ${quoted(`${origin}/v1/batch`)} -d ${quoted(text)}`;
}

function filled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** A word of a POSIX shell: nothing in it is read as anything but itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
