import type { RoleOf } from './types';

/** What members may do, from looking to governing: the order in which it is shown. */
export const PERMISSIONS: RoleOf['may'] = [
  'read',
  'reveal',
  'act',
  'send',
  'define',
  'train',
  'sql',
  'export',
  'erase',
  'audit',
  'manage',
];
