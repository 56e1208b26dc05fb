import { oneOf, text, type Raw } from '@/shared/search/read';

import { CLIENTS, type Client } from './snippets';

export const VIEWS = ['sources', 'members', 'personal', 'account'] as const;
export type View = (typeof VIEWS)[number];

/** What of the settings stands in the URL. */
export interface SettingsSearch {
  view?: View;
  /** The source whose set-up is shown. */
  source?: string;
  /** In whose words: a client's. */
  client?: Client;
}

export function settingsSearch(raw: Raw): SettingsSearch {
  return { view: oneOf(raw, 'view', VIEWS), source: text(raw, 'source', 100), client: oneOf(raw, 'client', CLIENTS) };
}
