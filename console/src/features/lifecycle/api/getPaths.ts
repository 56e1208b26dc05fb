import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import type { Source } from '../types';

const MOST = 15;

/** The most frequent ways through the stages. */
export function pathsQuery(source: Source = 'recorded') {
  return queryOptions({
    queryKey: ['lifecycle', 'paths', source],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/lifecycle/paths', { params: { query: { source, limit: MOST } }, signal })),
    retry: false,
  });
}

/** What comes next after each stage. */
export const nextQuery = queryOptions({
  queryKey: ['lifecycle', 'next'],
  queryFn: ({ signal }) => data(client.GET('/v1/lifecycle/next', { params: { query: {} }, signal })),
  retry: false,
});

/** Which steps lead to a purchase. */
export const decisionQuery = queryOptions({
  queryKey: ['lifecycle', 'decision'],
  queryFn: ({ signal }) => data(client.GET('/v1/lifecycle/decision', { params: { query: { limit: 10 } }, signal })),
  retry: false,
});
