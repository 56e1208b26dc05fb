import { client, data } from '@/shared/api/client';

/** Fit a model now. Answers when it is done. */
export function runModel(name: string) {
  return data(client.POST('/v1/models/{name}/run', { params: { path: { name } } }));
}
