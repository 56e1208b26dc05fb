import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { useFormat } from '@/shared/format/useFormat';
import { Loaded } from '@/shared/ui/Loaded';

import { pastQuery } from '../api/previewSegment';
import { pastOption, pastTable } from '../charts';

/** How many customers the text took in at the end of each of the last 13 weeks, computed from the history. */
export function PastChart({ when, title, height }: { when: string; title: string; height: number }) {
  const { t } = useTranslation('segments');
  const format = useFormat();
  const query = useQuery(pastQuery(when));
  const points = query.data?.chart;
  const words = useMemo(
    () => ({ customers: t('customers'), low: t('past.low'), high: t('past.high'), day: t('past.day') }),
    [t],
  );
  const option = useMemo(() => points && pastOption(points, words, format), [points, words, format]);
  const table = useMemo(() => points && pastTable(points, words), [points, words]);
  return (
    <Loaded query={query} rows={4}>
      {() => option && table && <Chart title={title} option={option} table={table} height={height} />}
    </Loaded>
  );
}
