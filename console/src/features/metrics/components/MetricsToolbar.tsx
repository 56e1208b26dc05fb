import { useQuery } from '@tanstack/react-query';
import { App, Button, DatePicker, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { segmentsQuery } from '@/shared/definitions/getSegments';
import { stagesQuery } from '@/shared/definitions/getStages';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';

import type { MetricsSearch } from '../search';
import styles from './Metrics.module.css';
import type { Metric } from '@/shared/definitions/types';

interface Props {
  search: MetricsSearch;
  metrics: Metric[];
  metric: Metric;
  onChange: (part: Partial<MetricsSearch>) => void;
}

/** Which metric, by what period, of when, split by what. */
export function MetricsToolbar({ search, metrics, metric, onChange }: Props) {
  const { t } = useTranslation('metrics');
  const language = useLanguage();
  const { message } = App.useApp();
  const segments = useQuery(segmentsQuery);
  const stages = useQuery(stagesQuery);
  const option = (one: { name: string; title: Record<string, string> }) => ({
    value: one.name,
    label: titled(one, language),
  });
  const share = async () => {
    await navigator.clipboard.writeText(location.href);
    message.success(t('shared'));
  };
  return (
    <div className={styles.bar} role="search" aria-label={t('choose')}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('metric')}
        style={{ minWidth: 200 }}
        value={metric.name}
        options={metrics.map(option)}
        onChange={name => onChange({ metric: name })}
      />
      <Segmented
        aria-label={t('period')}
        value={search.by ?? 'week'}
        options={(['day', 'week', 'month'] as const).map(by => ({ value: by, label: t(`by.${by}`) }))}
        onChange={by => onChange({ by })}
      />
      <DatePicker.RangePicker
        aria-label={t('range')}
        value={search.from ? [dayjs(search.from), search.to ? dayjs(search.to) : dayjs()] : null}
        onChange={range => onChange({ from: range?.[0]?.format('YYYY-MM-DD'), to: range?.[1]?.format('YYYY-MM-DD') })}
        disabledDate={day => day.isAfter(dayjs())}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('split')}
        placeholder={t('split')}
        style={{ minWidth: 190 }}
        value={search.split}
        options={[
          { value: 'stages', label: t('allStages') },
          { value: 'segments', label: t('allSegments') },
          { label: t('stages'), options: stages.data?.items.map(option) ?? [] },
          { label: t('segments'), options: segments.data?.items.map(option) ?? [] },
        ]}
        onChange={split => onChange({ split })}
      />
      <Button icon={<Link2 size={15} />} onClick={() => void share()}>
        {t('share')}
      </Button>
    </div>
  );
}
