import type { Answer, Api } from '@/shared/api/client';

export type Profile = Answer<'/v1/customers/{identifier}'>;
export type CustomerLine = Answer<'/v1/customers'>['customers'][number];
export type Line = Answer<'/v1/customers/{identifier}/timeline'>['lines'][number];
export type IdentityGraph = Answer<'/v1/customers/{identifier}/identity'>;
export type MergeLine = IdentityGraph['merges'][number];
export type RulesTried = Api<'RulesTried'>;
export type Message = Answer<'/v1/messages'>['messages'][number];
export type Decision = Answer<'/v1/decisions'>['decisions'][number];
