import { QueryClient } from '@tanstack/react-query';

import { asProblem } from './problem';

/** How answers are kept: half a minute old is fresh enough; what the caller did wrong is not asked again. */
export function queries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) => count < 2 && retriable(asProblem(error).status),
        throwOnError: false,
      },
    },
  });
}

/** Whether asking again can help: the network was away, or the server was. */
export function retriable(status: number): boolean {
  return status === 0 || status === 502 || status === 503 || status === 504;
}
