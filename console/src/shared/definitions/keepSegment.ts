import { client, data } from '@/shared/api/client';

import { withSegment, type NewSegment } from './withSegment';

/** Add a segment to the definitions in force. Gives its name and what changed, in sentences. */
export async function keepSegment(segment: NewSegment) {
  const { yaml } = await data(client.GET('/v1/definitions'));
  const applied = await data(client.POST('/v1/definitions/apply', { body: { yaml: withSegment(yaml, segment) } }));
  return { name: segment.name, changes: applied.changes };
}
