import { oneOf, type Raw } from '@/shared/search/read';

/** What of the review stands in the URL. */
interface LikenessSearch {
  status?: 'conflict' | 'refused';
}

export function likenessSearch(raw: Raw): LikenessSearch {
  return { status: oneOf(raw, 'status', ['conflict', 'refused']) };
}
