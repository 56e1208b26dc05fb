import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { auditSearch } from '@/features/audit/search';
import { settingsSearch } from '@/features/settings/search';

import { frame } from './frame';

const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import('@/features/settings/routes/SettingsPage'), 'SettingsPage'),
});

const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('@/features/audit/routes/AuditPage'), 'AuditPage'),
});

/** The house itself. */
export const houseRoutes = [settings, audit] as const;
