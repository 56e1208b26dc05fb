import type { Api } from '@/shared/api/client';
import { hidden } from '@/shared/customers/covered';

/** The names of the covered fields of a customer: what can be asked to be shown. */
export function personal(profile: Pick<Api<'Profile'>, 'traits' | 'identifiers'>): string[] {
  const fields = [...Object.entries(profile.traits), ...Object.entries(profile.identifiers)];
  return [...new Set(fields.filter(([, value]) => hidden(value)).map(([name]) => name))];
}
