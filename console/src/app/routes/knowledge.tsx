import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { lifecycleSearch } from '@/features/lifecycle/search';
import { likenessSearch } from '@/features/likeness/search';
import { modelSearch, modelsSearch } from '@/features/models/search';
import { textsSearch } from '@/features/texts/search';
import { valueSearch } from '@/features/value/search';

import { frame } from './frame';

const lifecycle = createRoute({
  getParentRoute: () => frame,
  path: '/lifecycle',
  validateSearch: lifecycleSearch,
  component: lazyRouteComponent(() => import('@/features/lifecycle/routes/LifecyclePage'), 'LifecyclePage'),
});

const stage = createRoute({
  getParentRoute: () => frame,
  path: '/lifecycle/$stage',
  component: lazyRouteComponent(() => import('@/features/lifecycle/routes/StagePage'), 'StagePage'),
});

const value = createRoute({
  getParentRoute: () => frame,
  path: '/value',
  validateSearch: valueSearch,
  component: lazyRouteComponent(() => import('@/features/value/routes/ValuePage'), 'ValuePage'),
});

const models = createRoute({
  getParentRoute: () => frame,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('@/features/models/routes/ModelsPage'), 'ModelsPage'),
});

const model = createRoute({
  getParentRoute: () => frame,
  path: '/models/$model',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('@/features/models/routes/ModelPage'), 'ModelPage'),
});

const texts = createRoute({
  getParentRoute: () => frame,
  path: '/texts',
  validateSearch: textsSearch,
  component: lazyRouteComponent(() => import('@/features/texts/routes/TextsPage'), 'TextsPage'),
});

const likeness = createRoute({
  getParentRoute: () => frame,
  path: '/likeness',
  validateSearch: likenessSearch,
  component: lazyRouteComponent(() => import('@/features/likeness/routes/LikenessPage'), 'LikenessPage'),
});

/** What is learnt about customers. */
export const knowledgeRoutes = [lifecycle, stage, value, models, model, texts, likeness] as const;
