import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';

import type { Message } from './types';
import { reason } from './words';

const t = ((key: string) => key) as unknown as TFunction<'messages'>;
const message = (part: Partial<Message>) =>
  ({ status: 'delivered', verdict: 'send', detail: '250 OK', why: ['it began', 'they slipped away'], ...part }) as Message;

test('what went out tells what led to it, what did not tells who refused it', () => {
  expect(reason(message({}), t)).toBe('they slipped away');
  expect(reason(message({ status: 'bounced', detail: '550 no such user' }), t)).toBe('550 no such user');
  expect(reason(message({ status: 'suppressed', verdict: 'capped' }), t)).toBe('verdict.capped');
});
