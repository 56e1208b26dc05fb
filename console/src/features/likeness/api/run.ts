import { client, data } from '@/shared/api/client';

/** Compare all customers by their traits; pairs with at least this probability are proposed. */
export function run(least: number) {
  return data(client.POST('/v1/likeness/run', { body: { traits: null, least } }));
}
