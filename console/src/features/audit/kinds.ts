/** The kinds of acts that the house writes down, as the server names them; the catalogue has their words. */
export const KINDS = [
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'set_up',
  'join',
  'change_password',
  'invite_member',
  'change_member',
  'renew_member',
  'create_key',
  'revoke_key',
  'reveal',
  'merge_customers',
  'unmerge_customer',
  'answer_proposal',
  'apply_definitions',
  'run_model',
  'release_message',
  'record_consents',
  'reprocess_failures',
  'run_likeness',
  'stock_catalog',
  'learn_text_intents',
  'forget_text_intents',
] as const;

const GRAVE = new Set<string>(['sign_in_failed', 'change_member', 'create_key', 'revoke_key']);
const PERSONAL = new Set<string>(['reveal', 'merge_customers', 'unmerge_customer', 'answer_proposal', 'record_consents']);

/** How loud an act is: what opens or closes doors, what touches a person, and the rest. */
export function toneOf(what: string): 'bad' | 'amber' | 'pine' | 'plain' {
  if (what === 'sign_in_failed') return 'bad';
  if (GRAVE.has(what)) return 'amber';
  return PERSONAL.has(what) ? 'pine' : 'plain';
}

/** The customer that an act was about, to link to; null where it was about something else. */
export function customerOf(object: string): string | null {
  return /^customer:(\d+)$/.exec(object)?.[1] ?? null;
}
