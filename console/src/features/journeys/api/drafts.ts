import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, data } from '@/shared/api/client';

import { journeyIn, same, withJourney } from '../spelling';
import type { Journey } from '../types';

/** All definitions with this journey in them, as text: from what holds at this moment. */
export async function draftText(journey: Journey): Promise<string> {
  const { yaml } = await data(client.GET('/v1/definitions'));
  return withJourney(yaml, journey);
}

/** What is wrong with a draft, and what it would change. Nothing changes. */
export function planQuery(journey: Journey) {
  return queryOptions({
    queryKey: ['journeys', 'plan', journey],
    queryFn: async ({ signal }) => {
      const yaml = await draftText(journey);
      return data(client.POST('/v1/definitions/plan', { body: { yaml }, signal }));
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Let a draft hold from now on. */
export async function applyJourney(journey: Journey) {
  return data(client.POST('/v1/definitions/apply', { body: { yaml: await draftText(journey) } }));
}

interface JourneyVersion {
  number: number;
  applied_at: string;
  journey: Journey;
}

/** Every version of a journey that ever held, latest first; versions of the definitions that left it as it was are not told. */
export function versionsQuery(name: string) {
  return queryOptions({
    queryKey: ['journeys', name, 'versions'],
    queryFn: async ({ signal }) => {
      const { versions } = await data(client.GET('/v1/definitions/versions', { signal }));
      const found: JourneyVersion[] = [];
      for (const version of [...versions].reverse()) {
        const journey = journeyIn(version.yaml, name);
        const before = found.at(-1);
        if (journey && !(before && same(before.journey, journey))) {
          found.push({ number: version.number, applied_at: version.applied_at, journey });
        }
      }
      return found.reverse();
    },
  });
}
