/** The calls of the Segment spec that the door takes; what else is in the tail the house itself wrote. */
const CALLS = ['track', 'identify', 'page', 'screen', 'group', 'alias'];

export interface Sent {
  type: string;
  event?: string;
  user_id?: string | null;
  anonymous_id?: string | null;
  timestamp: string;
  properties?: unknown;
  traits?: unknown;
}

/** The command that sends an event like this one. The key is not known here: the reader puts it in. */
export function curl(event: Sent, origin: string): string {
  const body: Record<string, unknown> = { type: CALLS.includes(event.type) ? event.type : 'track' };
  if (event.event) body[event.type === 'page' || event.type === 'screen' ? 'name' : 'event'] = event.event;
  if (event.user_id) body.userId = event.user_id;
  if (event.anonymous_id) body.anonymousId = event.anonymous_id;
  body.timestamp = event.timestamp;
  if (filled(event.properties)) body.properties = event.properties;
  if (filled(event.traits)) body.traits = event.traits;
  const text = JSON.stringify({ batch: [body] }, null, 2);
  return `curl -u "$WRITE_KEY:" -H 'Content-Type: application/json' ${quoted(`${origin}/v1/batch`)} -d ${quoted(text)}`;
}

function filled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** A word of a POSIX shell: nothing in it is read as anything but itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
