import { lazy } from 'react';

/** `Canvas`, loaded when the first graph is shown. */
export const LazyCanvas = lazy(() => import('./Canvas'));
