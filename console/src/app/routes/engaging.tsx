import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { slotsSearch } from '@/features/decisions/search';
import { journeySearch } from '@/features/journeys/search';
import { messagesSearch } from '@/features/messages/search';

import { frame } from './frame';

const journeys = createRoute({
  getParentRoute: () => frame,
  path: '/journeys',
  component: lazyRouteComponent(() => import('@/features/journeys/routes/JourneysPage'), 'JourneysPage'),
});

const journey = createRoute({
  getParentRoute: () => frame,
  path: '/journeys/$journey',
  validateSearch: journeySearch,
  component: lazyRouteComponent(() => import('@/features/journeys/routes/JourneyPage'), 'JourneyPage'),
});

const messages = createRoute({
  getParentRoute: () => frame,
  path: '/messages',
  validateSearch: messagesSearch,
  component: lazyRouteComponent(() => import('@/features/messages/routes/MessagesPage'), 'MessagesPage'),
});

const slots = createRoute({
  getParentRoute: () => frame,
  path: '/slots',
  validateSearch: slotsSearch,
  component: lazyRouteComponent(() => import('@/features/decisions/routes/SlotsPage'), 'SlotsPage'),
});

/** How customers are spoken to, and what is chosen for them. */
export const engagingRoutes = [journeys, journey, messages, slots] as const;
