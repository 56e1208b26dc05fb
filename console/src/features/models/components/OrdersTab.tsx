import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Basis } from '@/shared/ui/Basis';
import { Empty } from '@/shared/ui/Empty';
import { Grid } from '@/shared/ui/Grid';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { Why } from '@/shared/ui/Why';

import { ordersQuery } from '../api/listOrders';
import type { ModelsSearch } from '../search';
import styles from './Models.module.css';

/** From this score on an order stands out. */
const UNUSUAL = 0.6;

interface Props {
  search: ModelsSearch;
  onChange: (part: Partial<ModelsSearch>) => void;
}

/** Orders that are unlike the others, and in what. */
export function OrdersTab({ search, onChange }: Props) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const days = search.days ?? '30';
  const query = useQuery(ordersQuery(Number(days)));
  return (
    <Panel
      title={t('orders.title')}
      note={t('orders.note')}
      actions={
        <Segmented<'7' | '30' | '90' | '365'>
          size="small"
          aria-label={t('orders.days')}
          value={days}
          options={(['7', '30', '90', '365'] as const).map(value => ({ value, label: t('days', { days: value }) }))}
          onChange={value => onChange({ days: value === '30' ? undefined : value })}
        />
      }
      flush
    >
      <Learnt query={query} rows={6}>
        {({ orders, evidence }) =>
          orders.length === 0 ? (
            <Empty title={t('orders.none.title')} text={t('orders.none.text')} />
          ) : (
            <>
              <Grid
                label={t('orders.title')}
                rows={orders}
                rowKey={order => order.id}
                columns={[
                  {
                    key: 'score',
                    title: t('orders.score'),
                    render: order => (
                      <Pill tone={order.score >= UNUSUAL ? 'amber' : 'plain'}>{format.score(order.score)}</Pill>
                    ),
                  },
                  {
                    key: 'why',
                    title: t('column.why'),
                    render: order => (
                      <div className={styles.why}>
                        <Why sentences={order.why} />
                      </div>
                    ),
                  },
                  {
                    key: 'customer',
                    title: t('column.customer'),
                    right: true,
                    render: order => (
                      <Link to="/customers/$customer" params={{ customer: String(order.customer_id) }}>
                        {t('number', { number: order.customer_id })}
                      </Link>
                    ),
                  },
                  { key: 'at', title: t('orders.at'), right: true, render: order => format.instant(order.at) },
                ]}
              />
              <div style={{ padding: '0 16px 16px' }}>
                <Basis basis={evidence} />
              </div>
            </>
          )
        }
      </Learnt>
    </Panel>
  );
}
