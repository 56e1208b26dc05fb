import { client, data } from '@/shared/api/client';

import { withPersonalNames } from '../personalNames';

/** Let these names hold: read the definitions as they are now, change the one list, apply them. */
export async function keepPersonalNames(names: string[]) {
  const { yaml } = await data(client.GET('/v1/definitions'));
  return data(client.POST('/v1/definitions/apply', { body: { yaml: withPersonalNames(yaml, names) } }));
}
