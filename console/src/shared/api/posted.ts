import type { paths } from './schema';

/** What `POST` to an address answers. */
export type Posted<Path extends keyof paths> = paths[Path] extends {
  post: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : paths[Path] extends { post: { responses: { 201: { content: { 'application/json': infer Body } } } } }
    ? Body
    : never;

/** What `POST` to an address takes. */
export type Sent<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;
