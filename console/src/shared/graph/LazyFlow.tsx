import { lazy } from 'react';

/** `Flow`, loaded when the first one is shown. */
export const LazyFlow = lazy(() => import('./Flow'));
