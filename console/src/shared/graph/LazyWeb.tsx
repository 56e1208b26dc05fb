import { lazy } from 'react';

/** `Web`, loaded when the first one is shown. */
export const LazyWeb = lazy(() => import('./Web'));
