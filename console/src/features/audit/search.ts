import { text, type Raw } from '@/shared/search/read';

/** What of the audit trail stands in the URL. */
export interface AuditSearch {
  /** Only acts of this kind. */
  what?: string;
  /** Only acts of this member or key. */
  who?: string;
}

export function auditSearch(raw: Raw): AuditSearch {
  return { what: text(raw, 'what', 100), who: text(raw, 'who', 100) };
}
