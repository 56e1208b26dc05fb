import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { Who } from '@/shared/customers/Who';
import { useFormat } from '@/shared/format/useFormat';
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
  const { t } = useTranslation('models');
  const format = useFormat();
  const order = search.order ?? 'top';
  const numbers = Object.keys(model.scores).filter(score => model.scores[score] === 'number');
  const score = search.score && numbers.includes(search.score) ? search.score : numbers[0];
  const query = useQuery({ ...scoredQuery(model.name, order, score), enabled: score !== undefined });
  const chance = model.kind === 'propensity';
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
              options={numbers.map(value => ({ value, label: value }))}
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
                  render: one => {
                    const value = one.scores[found.score];
                    if (typeof value !== 'number') return format.value(value);
                    return chance ? format.percent(value) : format.number(value);
                  },
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
