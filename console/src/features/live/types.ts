import type { Answer } from '@/shared/api/client';

export type Tailed = Answer<'/v1/events'>['events'][number];
