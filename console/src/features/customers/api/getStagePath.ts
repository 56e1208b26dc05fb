import { queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

export interface Step {
  stage: string;
  at: string;
}

const MOST = 8;

/** The latest stages of a customer, the present one last. */
export function stagePathQuery(identifier: string) {
  return queryOptions({
    queryKey: ['customers', identifier, 'stages'],
    queryFn: async ({ signal }): Promise<Step[]> => {
      const path = { identifier };
      const page = await data(
        client.GET('/v1/customers/{identifier}/timeline', { params: { path, query: { limit: 200 } }, signal }),
      );
      return page.lines
        .filter(line => line.kind === 'stage')
        .slice(0, MOST)
        .map(line => ({ stage: line.value, at: line.at }))
        .reverse();
    },
  });
}
