import { QueryCache, QueryClient } from '@tanstack/react-query';

import { asProblem } from './problem';

/** The first part of the key of who is signed in; that nobody is, is an answer to that question and no surprise. */
export const SESSION = 'session';

/**
 * How answers are kept: half a minute old is fresh enough; what the caller did wrong is not asked again. `signedOut` is called
 * when an answer says that the session has ended.
 */
export function queries(signedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => asProblem(error).status === 401 && queryKey[0] !== SESSION && signedOut(),
    }),
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
