import type { Answer } from '@/shared/api/client';

export type Metric = Answer<'/v1/metrics'>['items'][number];
export type Figure = Answer<'/v1/metrics/{name}'>['figures'][number];
