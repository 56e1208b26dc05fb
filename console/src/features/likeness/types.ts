import type { Answer } from '@/shared/api/client';

export type Proposal = Answer<'/v1/likeness/proposals'>['proposals'][number];
export type Alike = Proposal['left'];
export type Verdict = 'accept' | 'refuse';
