import type { Answer } from '@/shared/api/client';

export type Message = Answer<'/v1/messages'>['messages'][number];
export type Status = Message['status'];

/** A template as it is defined: texts by language. */
export interface Template {
  name: string;
  title?: Record<string, string>;
  channel?: string;
  subject?: Record<string, string>;
  body?: Record<string, string>;
  html?: Record<string, string>;
}
