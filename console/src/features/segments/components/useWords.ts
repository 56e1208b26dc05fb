import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery, type Named } from '@/shared/definitions/getDefinitions';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { wordsQuery } from '@/shared/sql/getWords';

import { choices, type Choices } from '../builder/choices';

export interface Words {
  known: Choices;
  /** What people call a name, a path, an event. */
  called: (path: string) => string;
  /** Whether the house has been asked already. */
  ready: boolean;
}

/** What may be chosen in the builder, with titles in the language that holds. */
export function useWords(): Words {
  const { t } = useTranslation('segments');
  const language = useLanguage();
  const words = useQuery(wordsQuery);
  const definitions = useQuery(definitionsQuery);
  return useMemo(() => {
    const all = definitions.data;
    const tables = [all?.features, all?.segments, all?.stages, all?.events].filter(table => table !== undefined);
    const called = (path: string) => {
      if (path === 'stage') return t('builder.stage');
      const found = tables.map(table => table[path]).find((one): one is Named => one !== undefined);
      if (found) return titled({ ...found, name: path }, language);
      return path.replace(/^(traits|properties|scores)\./, '');
    };
    return { known: choices(words.data?.words ?? []), called, ready: words.data !== undefined };
  }, [words.data, definitions.data, language, t]);
}

/** Words as the options of a list, with the one that stands there even if nobody knows it. */
export function named(words: { text: string }[], present: string | null, called: Words['called']) {
  const texts = words.map(word => word.text);
  const all = present === null || texts.includes(present) ? texts : [present, ...texts];
  return all.map(text => ({ value: text, label: called(text) }));
}
