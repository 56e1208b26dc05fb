import { stored } from '@/shared/store/stored';

import { customersSearch, type CustomersSearch } from './search';

/** A list that somebody wants to see again. */
export interface View {
  name: string;
  search: CustomersSearch;
}

const MOST = 50;

/** What was kept, as far as it can be read. */
export function readViews(text: string | null): View[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(found)) return [];
    return found
      .filter(
        (one): one is { name: string; search: Record<string, unknown> } =>
          typeof one?.name === 'string' && typeof one.search === 'object' && one.search !== null,
      )
      .slice(0, MOST)
      .map(one => ({ name: one.name, search: customersSearch(one.search) }));
  } catch {
    return [];
  }
}

/** The saved views of this browser. */
export const views = stored<View[]>('customer-views', readViews, JSON.stringify);
