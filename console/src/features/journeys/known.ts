import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { definitionsQuery, type Named } from '@/shared/definitions/getDefinitions';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';

/** A frequency cap: at most `limit` messages in `per`. */
export interface Cap {
  name: string;
  channel: string;
  limit: number;
  per: string;
}

export interface Option {
  value: string;
  label: string;
}

/** What a journey may name, and what people call it. */
export interface Known {
  templates: Option[];
  purposes: Option[];
  segments: Option[];
  stages: Option[];
  events: Option[];
  caps: Cap[];
  /** Messages for this purpose obey no cap: they are what a contract needs. */
  exempt: (purpose: string | undefined) => boolean;
  called: (kind: 'templates' | 'purposes' | 'segments' | 'stages' | 'events', name: string) => string;
}

/** The definitions beside the journeys, in the language that holds. */
export function useKnown(): Known {
  const { data } = useQuery(definitionsQuery);
  const language = useLanguage();
  return useMemo(() => {
    const options = (table: Record<string, Named> | undefined): Option[] =>
      Object.entries(table ?? {}).map(([name, one]) => ({ value: name, label: titled({ ...one, name }, language) }));
    const purposes = data?.purposes as Record<string, Named & { basis?: string }> | undefined;
    const caps = (data?.caps ?? {}) as Record<string, Named & Partial<Cap>>;
    const found = {
      templates: options(data?.templates),
      purposes: options(data?.purposes),
      segments: options(data?.segments),
      stages: options(data?.stages),
      events: options(data?.events),
    };
    return {
      ...found,
      caps: Object.entries(caps).map(([name, cap]) => ({
        name: titled({ ...cap, name }, language),
        channel: cap.channel ?? 'any',
        limit: cap.limit ?? 1,
        per: cap.per ?? '1d',
      })),
      exempt: purpose => purpose !== undefined && purposes?.[purpose]?.basis === 'contract',
      called: (kind, name) => found[kind].find(option => option.value === name)?.label ?? name,
    };
  }, [data, language]);
}
