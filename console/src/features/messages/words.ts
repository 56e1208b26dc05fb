import type { TFunction } from 'i18next';

import type { Words } from '@/shared/i18n/said';
import type { Tone } from '@/shared/ui/Pill';

import type { Message, Status } from './types';

export const TONES: Partial<Record<Status, Tone>> = {
  delivered: 'good',
  parked: 'bad',
  failed: 'bad',
  bounced: 'bad',
  suppressed: 'amber',
};

/** Verdicts that have words of their own. */
const VERDICTS = ['no_consent', 'no_address', 'capped', 'expired', 'holdout', 'unknown_template', 'exited'];

/** Why a message stands where it stands, in a line: what speaks against it, by verdict or provider; else what led to it. */
export function reason(message: Message, t: TFunction<'messages'>): Words {
  if (message.status === 'suppressed') {
    return VERDICTS.includes(message.verdict) ? t(`verdict.${message.verdict}`) : message.verdict;
  }
  const led = message.why[1] ?? message.why[0] ?? '';
  return message.status === 'delivered' ? led : message.detail || led;
}
