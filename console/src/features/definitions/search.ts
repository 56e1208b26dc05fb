import { oneOf, text, type Raw } from '@/shared/search/read';

export const VIEWS = ['list', 'graph', 'history'] as const;
export type View = (typeof VIEWS)[number];

/** What of the definitions stands in the URL. */
export interface DefinitionsSearch {
  view?: View;
  q?: string;
  section?: string;
  /** In the graph: only what this one needs and what needs it, `segments/vip`. */
  around?: string;
  /** The version whose difference is shown. */
  version?: number;
}

export function definitionsSearch(raw: Raw): DefinitionsSearch {
  const version = Number(raw.version);
  return {
    view: oneOf(raw, 'view', VIEWS),
    q: text(raw, 'q', 200),
    section: text(raw, 'section', 60),
    around: text(raw, 'around', 300),
    version: Number.isSafeInteger(version) && version > 0 ? version : undefined,
  };
}

/** What of one definition's page stands in the URL. */
interface DefinitionSearch {
  /** `yaml`: as the text of the file. */
  as?: 'yaml';
}

export function definitionSearch(raw: Raw): DefinitionSearch {
  return { as: oneOf(raw, 'as', ['yaml']) };
}
