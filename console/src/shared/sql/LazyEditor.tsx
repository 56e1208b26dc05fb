import { lazy } from 'react';

/** `Editor`, loaded where the first text is written. */
export const LazyEditor = lazy(() => import('./Editor'));
