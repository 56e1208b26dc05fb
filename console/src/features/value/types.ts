import type { Answer } from '@/shared/api/client';

export type Rfm = Answer<'/v1/rfm'>;
export type RfmGroup = Rfm['groups'][number];
export type Movement = NonNullable<Rfm['movement']>;
export type Worth = Answer<'/v1/value'>;
export type Calibration = NonNullable<Worth['calibration']>;
