import type { Answer } from '@/shared/api/client';

export type Member = Answer<'/v1/members'>['members'][number];
export type RoleName = Member['role'];
export type RoleOf = Answer<'/v1/roles'>['roles'][number];
export type Key = Answer<'/v1/keys'>['keys'][number];
export type Source = Answer<'/v1/sources'>['sources'][number];
