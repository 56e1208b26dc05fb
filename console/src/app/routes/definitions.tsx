import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { definitionSearch, definitionsSearch } from '@/features/definitions/search';
import { builderSearch, segmentsSearch } from '@/features/segments/search';

import { frame } from './frame';

const segments = createRoute({
  getParentRoute: () => frame,
  path: '/segments',
  validateSearch: segmentsSearch,
  component: lazyRouteComponent(() => import('@/features/segments/routes/SegmentsPage'), 'SegmentsPage'),
});

const newSegment = createRoute({
  getParentRoute: () => frame,
  path: '/segments/new',
  validateSearch: builderSearch,
  component: lazyRouteComponent(() => import('@/features/segments/routes/NewSegmentPage'), 'NewSegmentPage'),
});

const segment = createRoute({
  getParentRoute: () => frame,
  path: '/segments/$segment',
  component: lazyRouteComponent(() => import('@/features/segments/routes/SegmentPage'), 'SegmentPage'),
});

const editSegment = createRoute({
  getParentRoute: () => frame,
  path: '/segments/$segment/edit',
  validateSearch: builderSearch,
  component: lazyRouteComponent(() => import('@/features/segments/routes/EditSegmentPage'), 'EditSegmentPage'),
});

const definitions = createRoute({
  getParentRoute: () => frame,
  path: '/definitions',
  validateSearch: definitionsSearch,
  component: lazyRouteComponent(() => import('@/features/definitions/routes/DefinitionsPage'), 'DefinitionsPage'),
});

const review = createRoute({
  getParentRoute: () => frame,
  path: '/definitions/review',
  component: lazyRouteComponent(() => import('@/features/definitions/routes/ReviewPage'), 'ReviewPage'),
});

const definition = createRoute({
  getParentRoute: () => frame,
  path: '/definitions/$section/$name',
  validateSearch: definitionSearch,
  component: lazyRouteComponent(() => import('@/features/definitions/routes/DefinitionPage'), 'DefinitionPage'),
});

/** What the house means by its words. */
export const definitionsRoutes = [segments, newSegment, segment, editSegment, definitions, review, definition] as const;
