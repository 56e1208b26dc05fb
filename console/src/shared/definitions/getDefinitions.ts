import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The kinds of definitions that the console names; each a mapping by name. */
export interface Named {
  name: string;
  title?: Record<string, string>;
  subject?: Record<string, string>;
}

export interface Definitions {
  events?: Record<string, Named>;
  features?: Record<string, Named>;
  segments?: Record<string, Named>;
  stages?: Record<string, Named>;
  metrics?: Record<string, Named>;
  journeys?: Record<string, Named>;
  models?: Record<string, Named & { kind?: string }>;
  identifiers?: Record<string, Named>;
  purposes?: Record<string, Named>;
  caps?: Record<string, Named>;
  catalogs?: Record<string, Named>;
  slots?: Record<string, Named>;
  templates?: Record<string, Named>;
  workspace?: { name?: string; zone?: string; currency?: string };
}

/** All definitions in force as plain data. */
export const definitionsQuery = queryOptions({
  queryKey: ['definitions'],
  queryFn: async ({ signal }) => (await data(client.GET('/v1/definitions', { signal }))).json as Definitions,
});
