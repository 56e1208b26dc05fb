import type { Answer } from '@/shared/api/client';

type Home = Answer<'/v1/home'>;

export type Tick = Home['checklist'][number];
export type Crowd = Home['stages'][number];
export type Alert = Home['alerts'][number];
export type Accounting = Home['accounting'];
export type Drivers = Answer<'/v1/metrics/{name}/drivers'>;
