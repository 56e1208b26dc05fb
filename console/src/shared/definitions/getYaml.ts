import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** All definitions in force as the text of a file, in its canonical spelling. */
export const yamlQuery = queryOptions({
  queryKey: ['definitions', 'yaml'],
  queryFn: async ({ signal }) => (await data(client.GET('/v1/definitions', { signal }))).yaml,
});
