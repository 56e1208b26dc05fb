import { text, type Raw } from '@/shared/search/read';

interface SignInSearch {
  /** Where to go after signing in: a path of this console. */
  next?: string;
  /** The workspace to sign in to; without it the main one. */
  workspace?: string;
}

/** Only a path of our own: a link must not lead somebody who has just signed in elsewhere. */
export function signInSearch(raw: Raw): SignInSearch {
  const next = text(raw, 'next', 2000);
  const workspace = text(raw, 'workspace', 63);
  return {
    ...(next && /^\/(?![/\\])/.test(next) ? { next } : {}),
    ...(workspace ? { workspace } : {}),
  };
}
