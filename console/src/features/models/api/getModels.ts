import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

/** The models, with where each stands. */
export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => data(client.GET('/v1/models', { signal })),
});

/** What somebody should look at. */
export const alarmsQuery = queryOptions({
  queryKey: ['models', 'alarms'],
  queryFn: ({ signal }) => data(client.GET('/v1/alarms', { signal })),
});

/** Everything about one model. */
export function modelQuery(name: string) {
  return queryOptions({
    queryKey: ['models', 'of', name],
    queryFn: ({ signal }) => data(client.GET('/v1/models/{name}', { params: { path: { name } }, signal })),
    retry: false,
  });
}

/** The groups that a model found, as segments that may be kept. */
export function groupsQuery(name: string) {
  return queryOptions({
    queryKey: ['models', 'groups', name],
    queryFn: ({ signal }) => data(client.GET('/v1/models/{name}/segments', { params: { path: { name } }, signal })),
    retry: false,
  });
}
