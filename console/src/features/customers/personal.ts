import { hidden } from '@/shared/customers/covered';
import type { Profile } from './types';

/** The names of the covered fields of a customer: what can be asked to be shown. */
export function personal(profile: Pick<Profile, 'traits' | 'identifiers'>): string[] {
  const fields = [...Object.entries(profile.traits), ...Object.entries(profile.identifiers)];
  return [...new Set(fields.filter(([, value]) => hidden(value)).map(([name]) => name))];
}
