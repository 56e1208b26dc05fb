import type { Alike, Proposal } from './types';

/** One line of two customers side by side. */
export interface Line {
  /** An identifier's kind or a trait's name. */
  name: string;
  kind: 'trait' | 'identifier';
  left: string;
  right: string;
  /** What the comparison says, where this was compared: bits; above zero it speaks for one person. */
  bits: number | null;
  level: string | null;
}

/** Two customers side by side: what was compared first, the weightiest at the top; then what else is known of them. */
export function beside({ left, right, weights }: Proposal): Line[] {
  const names = [...new Set([...Object.keys(left.traits), ...Object.keys(right.traits)])];
  const traits = names.map((name): Line => {
    const weight = weights.find(one => one.field === name || one.field.split('.')[0] === name);
    return {
      name,
      kind: 'trait',
      left: written(left.traits[name]),
      right: written(right.traits[name]),
      bits: weight?.bits ?? null,
      level: weight?.level ?? null,
    };
  });
  const kinds = [...new Set([...Object.keys(left.identifiers), ...Object.keys(right.identifiers)])];
  const identifiers = kinds.map((name): Line => {
    const weight = weights.find(one => one.field === name);
    return {
      name,
      kind: 'identifier',
      left: listed(left, name),
      right: listed(right, name),
      bits: weight?.bits ?? null,
      level: weight?.level ?? null,
    };
  });
  return [...traits, ...identifiers].sort((one, other) => Math.abs(other.bits ?? 0) - Math.abs(one.bits ?? 0));
}

function listed(customer: Alike, kind: string): string {
  return (customer.identifiers[kind] ?? []).join(', ');
}

function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
