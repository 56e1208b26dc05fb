import createClient, { type Middleware } from 'openapi-fetch';

import { CSRF_HEADER, csrf } from './csrf';
import { Problem } from './problem';
import type { components, paths } from './schema';

/** What `GET` of an address answers. Rooms name their types by this: an address stays, names of schemas may collide. */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

const guard: Middleware = {
  onRequest: ({ request }) => {
    if (!['GET', 'HEAD'].includes(request.method) && csrf.get()) request.headers.set(CSRF_HEADER, csrf.get());
    return request;
  },
  onResponse: async ({ response }) => {
    if (response.ok) return;
    const body: unknown = await response.json().catch(() => null);
    throw Problem.of(response.status, body, response.headers.get('x-request-id') ?? '');
  },
};

/** A type of the API by the name of its schema: for what is sent, and where the name is the type's own. */
export type Api<Name extends keyof components['schemas']> = components['schemas'][Name];

/** The API. Every call either gives data or throws a Problem. */
export const client = createClient<paths>({ credentials: 'same-origin' });
client.use(guard);

/** The data of an answer. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
