import type { Key } from './types';

/** Open keys before revoked ones, the newest first. */
export function ordered(keys: Key[]): Key[] {
  const open = (key: Key) => (key.revoked_at ? 1 : 0);
  return [...keys].sort((one, other) => open(one) - open(other) || other.created_at.localeCompare(one.created_at));
}

/** What a source may be called; the house refuses the rest, and its own names. */
export const SOURCE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;
