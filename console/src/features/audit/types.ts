import type { Answer } from '@/shared/api/client';

export type Act = Answer<'/v1/audit'>['acts'][number];
export type Chain = Answer<'/v1/audit/check'>;
