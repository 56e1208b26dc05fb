import { oneOf, text, type Raw } from '@/shared/search/read';

export const STATUSES = [
  'pending',
  'claimed',
  'handing_over',
  'parked',
  'delivered',
  'bounced',
  'suppressed',
  'failed',
] as const;

/** What of the messages stands in the URL. */
export interface MessagesSearch {
  view?: 'outbox' | 'templates';
  status?: (typeof STATUSES)[number];
  template?: string;
  /** As whom a template is read. */
  customer?: string;
}

export function messagesSearch(raw: Raw): MessagesSearch {
  return {
    view: oneOf(raw, 'view', ['outbox', 'templates']),
    status: oneOf(raw, 'status', STATUSES),
    template: text(raw, 'template', 200),
    customer: text(raw, 'customer'),
  };
}
