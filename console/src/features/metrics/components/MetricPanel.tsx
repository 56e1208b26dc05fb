import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { figuresQuery } from '@/shared/definitions/getFigures';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMode } from '@/shared/theme/mode';
import { dark, light, series } from '@/shared/theme/palette';
import { Change } from '@/shared/ui/Change';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import type { Figure, Metric } from '@/shared/definitions/types';

import { forecastQuery } from '../api/getForecast';
import { levelsQuery } from '../api/getLevels';
import { lines, option, over, table, type Words } from '../chart';
import { axis, layers } from '../layers';
import { LAYERS, type Layer, type MetricsSearch } from '../search';
import { useParts } from '../useParts';
import { DriversPanel } from './DriversPanel';
import { ForecastNote, LevelsNote } from './LayerNotes';
import styles from './Metrics.module.css';
import { PointPanel } from './PointPanel';

interface Props {
  metric: Metric;
  search: MetricsSearch;
  onChange: (part: Partial<MetricsSearch>) => void;
}

const NONE: Layer[] = [];

/** One metric: its latest figure, its course, what is to come, and what stands behind a point that was picked. */
export function MetricPanel({ metric, search, onChange }: Props) {
  const { t } = useTranslation('metrics');
  const format = useFormat();
  const language = useLanguage();
  const mode = useMode();
  const { parts, called } = useParts();
  const [picked, setPicked] = useState<Figure | undefined>();
  const by = search.by ?? 'week';
  const shown = search.show ?? NONE;
  const query = useQuery(figuresQuery(metric.name, { by, from: search.from, to: search.to, segment: search.split }));
  const forecast = useQuery(forecastQuery(metric.name, by, shown.includes('forecast')));
  const levels = useQuery(levelsQuery(metric.name, by, shown.includes('levels')));
  const name = titled(metric, language);
  const words = useMemo(
    (): Words => ({
      called,
      expected: t('forecast.expected'),
      band: level => t('forecast.band', { level }),
      level: t('levels.level'),
      change: t('levels.new'),
      colour: series[mode][0] ?? '',
      ink: (mode === 'dark' ? dark : light).text,
      faint: (mode === 'dark' ? dark : light).textFaint,
    }),
    [called, t, mode],
  );
  const coming = shown.includes('forecast') ? forecast.data : undefined;
  const changed = shown.includes('levels') ? levels.data : undefined;
  const found = useMemo(() => {
    if (!query.data) return null;
    const past = lines(query.data.figures);
    const periods = axis(past.periods, coming);
    return { lines: over(past, periods), laid: layers(periods, coming, changed) };
  }, [query.data, coming, changed]);
  const drawn = useMemo(
    () => found && option(found.lines, found.laid, metric.unit, by, format, words),
    [found, metric.unit, by, format, words],
  );
  const read = useMemo(() => found && table(found.lines, found.laid, t(`by.${by}`), words), [found, t, by, words]);
  const at = (series: number, index: number) => found?.lines.parts[series]?.figures[index];
  const open = (index: number, column: number) => {
    const figure = at(column - 1, index);
    return figure && (() => setPicked(figure));
  };
  // What was picked may be gone: other periods, another split.
  const figure =
    picked && query.data?.figures.find(one => one.period === picked.period && one.segment === picked.segment);
  return (
    <>
      <Panel
        title={name}
        note={<code>{metric.per ? `${metric.of} / ${metric.per}` : metric.of}</code>}
        actions={
          <Checkbox.Group
            aria-label={t('layers')}
            value={[...shown]}
            options={LAYERS.map(layer => ({ value: layer, label: t(`layer.${layer}`) }))}
            onChange={show =>
              onChange({ show: show.length > 0 ? LAYERS.filter(one => show.includes(one)) : undefined })
            }
          />
        }
      >
        <Loaded query={query} rows={6}>
          {({ figures }) => {
            const last = figures.findLast(one => one.segment === null && one.whole);
            return (
              <>
                {last && (
                  <div className={styles.now}>
                    <span className={styles.value}>
                      {last.value === null ? '–' : format.amount(last.value, metric.unit)}
                    </span>
                    <Change change={last.change} good={last.good} />
                    <span className={styles.soft}>{t(`latest.${by}`, { day: format.period(last.period, by) })}</span>
                  </div>
                )}
                {drawn && read && (
                  <Chart
                    title={name}
                    option={drawn}
                    table={read}
                    height={340}
                    onPick={({ series, index }) => setPicked(at(series, index))}
                    onCell={open}
                  />
                )}
                <p className={styles.soft}>{t('hint')}</p>
              </>
            );
          }}
        </Loaded>
        {shown.includes('forecast') && <ForecastNote query={forecast} />}
        {shown.includes('levels') && <LevelsNote query={levels} metric={metric} by={by} />}
      </Panel>
      {figure && (
        <PointPanel
          key={`${figure.period} ${figure.segment}`}
          metric={metric}
          figure={figure}
          by={by}
          part={figure.segment === null ? null : (parts.get(figure.segment) ?? null)}
        />
      )}
      <DriversPanel metric={metric} by={by} called={called} />
    </>
  );
}
