import type { Answer } from '@/shared/api/client';

export type Reading = Answer<'/v1/texts'>['items'][number];
export type Item = Answer<'/v1/texts/items'>['items'][number];
export type Topic = Answer<'/v1/texts/topics'>['topics'][number];
export type Order = 'texts' | 'worst' | 'best';
