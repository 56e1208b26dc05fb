import type { Answer } from '@/shared/api/client';

export type ModelLine = Answer<'/v1/models'>['items'][number];
export type ModelDetail = Answer<'/v1/models/{name}'>;
export type Scored = Answer<'/v1/models/{name}/customers'>['customers'][number];
export type Group = Answer<'/v1/models/{name}/segments'>['groups'][number];
