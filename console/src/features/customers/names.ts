import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery, type Definitions, type Named } from '@/shared/definitions/getDefinitions';
import { useLanguage, type Language } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';

/** What definitions are called in the language that holds. */
export interface Names {
  stage: (name: string) => string;
  segment: (name: string) => string;
  feature: (name: string) => string;
  purpose: (name: string) => string;
  journey: (name: string) => string;
  event: (name: string) => string;
  model: (name: string) => string;
  slot: (name: string) => string;
  template: (name: string) => string;
  /** A column of the list: a feature, or `scores.NAME`. */
  value: (name: string) => string;
}

/** `part`: what is said of what a model adds to its main score. */
export function namesIn(
  definitions: Definitions | undefined,
  language: Language,
  part: (name: string) => string = name => name,
): Names {
  const of = (table: Record<string, Named> | undefined) => (name: string) => {
    const found = table?.[name];
    return found ? titled({ ...found, name }, language) : name;
  };
  const feature = of(definitions?.features);
  const model = of(definitions?.models);
  const models = Object.keys(definitions?.models ?? {}).sort((one, other) => other.length - one.length);
  const score = (name: string) => {
    const own = models.find(one => name === one || name.startsWith(`${one}_`));
    if (own === undefined || own === name) return model(name);
    return `${model(own)}: ${part(name.slice(own.length + 1))}`;
  };
  return {
    stage: of(definitions?.stages),
    segment: of(definitions?.segments),
    feature,
    purpose: of(definitions?.purposes),
    journey: of(definitions?.journeys),
    event: of(definitions?.events),
    model,
    slot: of(definitions?.slots),
    template: of(definitions?.templates),
    value: name => (name.startsWith('scores.') ? score(name.slice('scores.'.length)) : feature(name)),
  };
}

/** The names; until the definitions are here, each name stands for itself. */
export function useNames(): Names {
  const { data } = useQuery(definitionsQuery);
  const language = useLanguage();
  const { t, i18n } = useTranslation('customers');
  return useMemo(() => {
    const part = (name: string) => {
      const key = `scores.part.${name}`;
      return i18n.exists(key, { ns: 'customers' }) ? t(key) : name;
    };
    return namesIn(data, language, part);
  }, [data, language, t, i18n]);
}
