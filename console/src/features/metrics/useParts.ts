import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { segmentsQuery } from '@/shared/definitions/getSegments';
import { stagesQuery } from '@/shared/definitions/getStages';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';

/** A part of the customers by which a figure is split. */
export interface Part {
  name: string;
  title: Record<string, string>;
  kind: 'segment' | 'stage';
}

/** The parts by name, and what each is called; the part of everybody is null. */
export function useParts() {
  const { t } = useTranslation('metrics');
  const language = useLanguage();
  const segments = useQuery(segmentsQuery);
  const stages = useQuery(stagesQuery);
  return useMemo(() => {
    const parts = new Map<string, Part>();
    for (const { name, title } of stages.data?.items ?? []) parts.set(name, { name, title, kind: 'stage' });
    for (const { name, title } of segments.data?.items ?? []) parts.set(name, { name, title, kind: 'segment' });
    const called = (name: string | null) =>
      name === null ? t('everybody') : titled(parts.get(name) ?? { name }, language);
    return { parts, called };
  }, [segments.data, stages.data, language, t]);
}
