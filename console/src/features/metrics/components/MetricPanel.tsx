import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart, type Pick } from '@/shared/chart/Chart';
import { figuresQuery } from '@/shared/definitions/getFigures';
import { segmentsQuery } from '@/shared/definitions/getSegments';
import { stagesQuery } from '@/shared/definitions/getStages';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Change } from '@/shared/ui/Change';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { lines, option, table } from '../chart';
import type { MetricsSearch } from '../search';
import styles from './Metrics.module.css';
import { DriversPanel } from './DriversPanel';
import { PointPanel } from './PointPanel';
import type { Metric } from '@/shared/definitions/types';

/** One metric: its latest figure, its course, and what stands behind a point that was clicked. */
export function MetricPanel({ metric, search }: { metric: Metric; search: MetricsSearch }) {
  const { t } = useTranslation('metrics');
  const format = useFormat();
  const language = useLanguage();
  const segments = useQuery(segmentsQuery);
  const stages = useQuery(stagesQuery);
  const [picked, setPicked] = useState<Pick | null>(null);
  const by = search.by ?? 'week';
  const query = useQuery(figuresQuery(metric.name, { by, from: search.from, to: search.to, segment: search.split }));
  const name = titled(metric, language);
  const called = useMemo(() => {
    const titles = new Map(
      [...(segments.data?.items ?? []), ...(stages.data?.items ?? [])].map(one => [one.name, titled(one, language)]),
    );
    return (part: string | null) => (part === null ? t('everybody') : (titles.get(part) ?? part));
  }, [segments.data, stages.data, language, t]);
  const found = useMemo(() => (query.data ? lines(query.data.figures) : null), [query.data]);
  const drawn = useMemo(
    () => found && option(found, metric.unit, format, called),
    [found, metric.unit, format, called],
  );
  const read = useMemo(() => found && table(found, t(`by.${by}`), called), [found, t, by, called]);
  const figure = picked ? found?.parts[picked.series]?.figures[picked.index] : undefined;
  return (
    <>
      <Panel title={name} note={<code>{metric.per ? `${metric.of} / ${metric.per}` : metric.of}</code>}>
        <Loaded query={query} rows={6}>
          {({ figures }) => {
            const whole = figures.filter(one => one.segment === null && one.whole);
            const last = whole.at(-1);
            return (
              <>
                {last && (
                  <div className={styles.now}>
                    <span className={styles.value}>
                      {last.value === null ? '–' : format.amount(last.value, metric.unit)}
                    </span>
                    <Change change={last.change} good={last.good} />
                    <span className={styles.soft}>{t(`latest.${by}`, { day: format.day(last.period) })}</span>
                  </div>
                )}
                {drawn && read && <Chart title={name} option={drawn} table={read} height={340} onPick={setPicked} />}
                <p className={styles.soft}>{t('hint')}</p>
              </>
            );
          }}
        </Loaded>
      </Panel>
      {figure && <PointPanel metric={metric} figure={figure} by={by} part={called(figure.segment)} />}
      <DriversPanel metric={metric} by={by} />
    </>
  );
}
