import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';

import type { By } from './types';

/** What a period is called, by its first day. */
export function usePeriod(by: By): (day: string) => string {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  return useCallback((day: string) => t(`called.${by}`, { day: format.period(day, by) }), [t, format, by]);
}
