import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Grid } from '@/shared/ui/Grid';
import { Loaded } from '@/shared/ui/Loaded';
import { Why } from '@/shared/ui/Why';

import { decisionQuery } from '../api/log';
import styles from './Slots.module.css';

interface Props {
  id: string | null;
  names: Map<string, string>;
  onClose: () => void;
}

/** One decision whole: all that was shown, in order, with score and probability, and why. */
export function DecisionDrawer({ id, names, onClose }: Props) {
  const { t } = useTranslation('decisions');
  const format = useFormat();
  const query = useQuery({ ...decisionQuery(id ?? ''), enabled: id !== null });
  return (
    <Drawer open={id !== null} onClose={onClose} size={540} title={t('decision')} aria-label={t('decision')}>
      {id !== null && (
        <Loaded query={query} rows={5}>
          {decision => (
            <div className={styles.whole}>
              <div>
                {format.instant(decision.at)} ·{' '}
                {decision.customer_id > 0 ? (
                  <Link to="/customers/$customer" params={{ customer: String(decision.customer_id) }}>
                    {t('customer', { number: decision.customer_id })}
                  </Link>
                ) : (
                  t('unknown')
                )}
              </div>
              <Why sentences={decision.why} />
              <Grid
                label={t('shown')}
                columns={[
                  { key: 'item', title: t('shown'), render: choice => names.get(choice.item) ?? choice.item },
                  {
                    key: 'probability',
                    title: t('column.probability'),
                    right: true,
                    render: choice => format.percent(choice.probability),
                  },
                  { key: 'score', title: t('score'), right: true, render: choice => format.number(choice.score) },
                ]}
                rows={decision.items}
                rowKey={choice => choice.item}
              />
              <p className={styles.faint}>
                {t('madeBy', { policy: decision.policy, version: decision.version })} <code>{decision.id}</code>
              </p>
            </div>
          )}
        </Loaded>
      )}
    </Drawer>
  );
}
