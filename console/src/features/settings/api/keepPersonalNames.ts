import { client, data } from '@/shared/api/client';

/** Let these names hold: read the definitions as they are now, change the one list, apply them. */
export async function keepPersonalNames(names: string[]) {
  const [{ yaml }, { withEdits }] = await Promise.all([
    data(client.GET('/v1/definitions')),
    import('@/shared/draft/spelling'),
  ]);
  // An empty list is written too: where there is no list yet, there would be nothing to take away.
  const kept = withEdits(yaml, [{ section: 'workspace', name: 'personal', value: names, was: '' }]);
  return data(client.POST('/v1/definitions/apply', { body: { yaml: kept } }));
}
