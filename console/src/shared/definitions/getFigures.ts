import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';
import type { operations } from '@/shared/api/schema';

type FiguresAsked = NonNullable<operations['get_metric']['parameters']['query']>;
export type By = NonNullable<FiguresAsked['by']>;

/** A metric by period, and by part where a split is asked for. */
export function figuresQuery(name: string, asked: FiguresAsked) {
  return queryOptions({
    queryKey: ['metrics', name, asked],
    queryFn: ({ signal }) =>
      data(client.GET('/v1/metrics/{name}', { params: { path: { name }, query: asked }, signal })),
    placeholderData: keepPreviousData,
    enabled: name !== '',
  });
}
