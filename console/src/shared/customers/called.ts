import { hidden } from './covered';

/** Traits that hold a person's name, the best first. */
const NAMES = ['name', 'full_name', 'fullName', 'display_name', 'nickname'];
/** Identifiers by which people know a customer, the best first; what is left follows in any order. */
const KINDS = ['email', 'phone', 'user_id', 'anonymous_id'];

/** What to call a customer: a name, else the best identifier, else the number. */
export function called(customer: {
  customer_id: number;
  traits?: Record<string, unknown>;
  identifiers: Record<string, string[]>;
}): string {
  const { traits = {}, identifiers } = customer;
  const name = NAMES.map(trait => traits[trait]).find(value => typeof value === 'string' && value.trim() !== '');
  if (typeof name === 'string') return name;
  const first = text(traits.first_name ?? traits.firstName);
  const last = text(traits.last_name ?? traits.lastName);
  if (first || last) return `${first} ${last}`.trim();
  return bestIdentifier(identifiers) ?? `#${customer.customer_id}`;
}

/** The identifier to show beside the name: one that is not covered, where there is one. */
export function bestIdentifier(identifiers: Record<string, string[]>): string | undefined {
  const kinds = [...KINDS, ...Object.keys(identifiers)];
  const values = kinds.flatMap(kind => identifiers[kind]?.[0] ?? []);
  return values.find(value => !hidden(value)) ?? values[0];
}

/** Letters for the round sign of a customer: initials, or the first character of a Chinese name. */
export function initials(name: string): string {
  const letters = [...name].filter(char => /\p{L}|\p{N}/u.test(char));
  const first = letters[0];
  if (first === undefined) return '·';
  if (/\p{Script=Han}/u.test(first)) return first;
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words
    .slice(0, 2)
    .map(word => [...word][0])
    .join('')
    .toUpperCase();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
