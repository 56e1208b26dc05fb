import { client, data } from '@/shared/api/client';
import { hidden } from '@/shared/customers/covered';

import type { Alike } from '../types';

/** Which fields of a customer came covered. */
export function covered({ traits, identifiers }: Alike): string[] {
  const fields = [...Object.entries(traits), ...Object.entries(identifiers)];
  return fields.filter(([, value]) => hidden(value)).map(([name]) => name);
}

/** A customer with the covered fields as they are. Who looked, at what and why stands in the audit trail. */
export async function reveal(customer: Alike, reason: string): Promise<Alike> {
  const fields = covered(customer);
  if (fields.length === 0) return customer;
  const shown = await data(
    client.POST('/v1/customers/{identifier}/reveal', {
      params: { path: { identifier: String(customer.customer_id) } },
      body: { fields, reason },
    }),
  );
  return {
    ...customer,
    traits: { ...customer.traits, ...shown.traits },
    identifiers: { ...customer.identifiers, ...shown.identifiers },
  };
}
