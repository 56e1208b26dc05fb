import { oneOf, texts, type Raw } from '@/shared/search/read';

export const TABS = ['story', 'values', 'identity', 'messages'] as const;
export type Tab = (typeof TABS)[number];

export const KINDS = [
  'event',
  'segment',
  'stage',
  'journey',
  'message',
  'decision',
  'score',
  'text',
  'identity',
] as const;
export type Kind = (typeof KINDS)[number];

/** What of a customer's page stands in the URL. */
export interface CustomerSearch {
  tab?: Tab;
  /** Kinds of lines that the timeline shows; all without. */
  kinds?: Kind[];
}

export function customerSearch(raw: Raw): CustomerSearch {
  const kinds = texts(raw, 'kinds')?.filter((kind): kind is Kind => (KINDS as readonly string[]).includes(kind));
  return { tab: oneOf(raw, 'tab', TABS), kinds: kinds?.length ? kinds : undefined };
}
