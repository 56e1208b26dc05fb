import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { Who } from '@/shared/customers/Who';
import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Rows } from '@/shared/ui/Rows';
import { Why } from '@/shared/ui/Why';

import { scoredQuery } from '../api/listScored';
import type { ModelSearch } from '../search';
import type { ModelLine } from '../types';
import styles from './Models.module.css';

interface Props {
  model: ModelLine;
  search: ModelSearch;
  onChange: (part: Partial<ModelSearch>) => void;
}

/** Of whom the model speaks most, and why. */
export function ScoredPanel({ model, search, onChange }: Props) {
  const { t, i18n } = useTranslation(['models', 'customers']);
  const format = useFormat();
  const language = useLanguage();
  const { data } = useQuery(definitionsQuery);
  const order = search.order ?? 'top';
  const numbers = Object.keys(model.scores).filter(score => model.scores[score] === 'number');
  const score = search.score && numbers.includes(search.score) ? search.score : numbers[0];
  const query = useQuery({ ...scoredQuery(model.name, order, score), enabled: score !== undefined });
  const called = (name: string) => {
    if (name === model.name) return titled(model, language);
    const key = `customers:scores.part.${name.slice(model.name.length + 1)}`;
    return i18n.exists(key) ? t(key) : name;
  };
  const shown = (value: unknown) => {
    if (typeof value !== 'number') return format.value(value);
    if (model.kind === 'propensity' || score === `${model.name}_alive`) return format.percent(value);
    if (model.kind === 'value' && score !== `${model.name}_purchases`) {
      return format.amount(value, data?.workspace?.currency ?? '');
    }
    return model.kind === 'anomaly' ? format.score(value) : format.number(value);
  };
  if (score === undefined) return null;
  return (
    <Panel
      title={t('scored.title')}
      actions={
        <>
          {numbers.length > 1 && (
            <Select
              size="small"
              aria-label={t('scored.score')}
              value={score}
              options={numbers.map(value => ({ value, label: called(value) }))}
              onChange={value => onChange({ score: value === numbers[0] ? undefined : value })}
            />
          )}
          <Segmented
            size="small"
            aria-label={t('scored.order')}
            value={order}
            options={[
              { value: 'top', label: t('scored.top') },
              { value: 'bottom', label: t('scored.bottom') },
            ]}
            onChange={value => onChange({ order: value === 'bottom' ? 'bottom' : undefined })}
          />
        </>
      }
      flush
    >
      <Learnt query={query} rows={6}>
        {found =>
          found.customers.length === 0 ? (
            <Empty title={t('scored.none.title')} text={t('scored.none.text')} />
          ) : (
            <Rows
              label={t('scored.title')}
              rows={found.customers}
              rowKey={one => one.customer_id}
              height="560px"
              rowHeight={84}
              columns={[
                {
                  key: 'who',
                  title: t('column.customer'),
                  width: 'minmax(190px, 1fr)',
                  render: one => <Who {...one} />,
                },
                {
                  key: 'score',
                  title: t('scored.score'),
                  width: '96px',
                  right: true,
                  render: one => shown(one.scores[found.score]),
                },
                {
                  key: 'why',
                  title: t('column.why'),
                  width: 'minmax(360px, 2.4fr)',
                  render: one =>
                    one.why.length > 0 ? (
                      <Why sentences={one.why.slice(0, 3)} />
                    ) : (
                      <span className={styles.soft}>{t('scored.ordinary')}</span>
                    ),
                },
              ]}
            />
          )
        }
      </Learnt>
    </Panel>
  );
}
