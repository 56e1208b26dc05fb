import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import { stagesQuery } from '@/shared/definitions/getStages';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';

/** What people call a stage. */
export function useStageName(): (stage: string) => string {
  const { data } = useQuery(stagesQuery);
  const language = useLanguage();
  const titles = useMemo(() => new Map(data?.items.map(one => [one.name, titled(one, language)])), [data, language]);
  return useCallback((stage: string) => titles.get(stage) ?? stage, [titles]);
}
