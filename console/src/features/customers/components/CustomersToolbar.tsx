import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { featuresQuery } from '@/shared/definitions/getFeatures';
import { segmentsQuery } from '@/shared/definitions/getSegments';
import { stagesQuery } from '@/shared/definitions/getStages';
import { useFormat } from '@/shared/format/useFormat';
import { SearchField } from '@/shared/ui/SearchField';
import { Toolbar } from '@/shared/ui/Toolbar';

import type { Names } from '../names';
import { scoresOf } from '../scores';
import type { CustomersSearch } from '../search';

interface Props {
  search: CustomersSearch;
  names: Names;
  onChange: (part: Partial<CustomersSearch>) => void;
}

/** What narrows the list, and which values it shows. */
export function CustomersToolbar({ search, names, onChange }: Props) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const segments = useQuery(segmentsQuery);
  const stages = useQuery(stagesQuery);
  const features = useQuery(featuresQuery);
  const definitions = useQuery(definitionsQuery);
  const scores = scoresOf(definitions.data?.models ?? {}).map(score => ({
    value: `scores.${score}`,
    label: names.value(`scores.${score}`),
  }));
  const counted = (label: string, count: number) => `${label} · ${format.compact(count)}`;
  return (
    <Toolbar label={t('narrow')}>
      <SearchField value={search.q ?? ''} placeholder={t('search')} onChange={q => onChange({ q: q || undefined })} />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('column.stage')}
        placeholder={t('anyStage')}
        style={{ width: 170 }}
        value={search.stage}
        options={stages.data?.items.map(one => ({
          value: one.name,
          label: counted(names.stage(one.name), one.customers),
        }))}
        onChange={stage => onChange({ stage, segment: undefined })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('column.segments')}
        placeholder={t('anySegment')}
        style={{ width: 210 }}
        value={search.segment}
        options={segments.data?.items.map(one => ({
          value: one.name,
          label: counted(names.segment(one.name), one.customers),
        }))}
        onChange={segment => onChange({ segment, stage: undefined })}
      />
      <span className="grow" />
      <Select
        mode="multiple"
        maxTagCount={0}
        maxTagPlaceholder={t('columnsChosen', { count: search.columns?.length ?? 0 })}
        aria-label={t('columns')}
        placeholder={t('columns')}
        style={{ minWidth: 150 }}
        popupMatchSelectWidth={260}
        value={search.columns ?? []}
        options={[
          {
            label: t('columnsOf.features'),
            options: features.data?.items.map(one => ({ value: one.name, label: names.feature(one.name) })) ?? [],
          },
          ...(scores.length > 0 ? [{ label: t('columnsOf.scores'), options: scores }] : []),
        ]}
        onChange={columns => onChange({ columns: columns.length > 0 ? columns : undefined })}
      />
    </Toolbar>
  );
}
