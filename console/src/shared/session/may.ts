import { useQuery } from '@tanstack/react-query';

import { sessionQuery } from './getSession';

/** What a member may do; the server enforces it, the console only does not offer what would be refused. */
export type Permission =
  'read' | 'reveal' | 'sql' | 'act' | 'send' | 'define' | 'train' | 'export' | 'erase' | 'audit' | 'manage';

/** Whether who is signed in may do this. */
export function useMay(permission: Permission): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.may.includes(permission) ?? false;
}
