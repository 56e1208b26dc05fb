import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Grid } from '@/shared/ui/Grid';
import { Panel } from '@/shared/ui/Panel';
import { Share } from '@/shared/ui/Share';

import type { By, Flow } from '../types';
import { usePeriod } from '../usePeriod';
import { useStageName } from '../useStageName';

/** One period, stage by stage: who was there, who came, who went, who is there. */
export function StocksPanel({ flow, by }: { flow: Flow | undefined; by: By }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const named = useStageName();
  const period = usePeriod(by);
  if (!flow || flow.stocks.length === 0) return null;
  const most = Math.max(1, ...flow.stocks.map(stock => stock.after));
  const count = (key: 'before' | 'entered' | 'left' | 'after') => ({
    key,
    title: t(`stock.${key}`),
    right: true,
    render: (stock: Flow['stocks'][number]) => format.number(stock[key]),
  });
  return (
    <Panel title={t('stock.title')} note={period(flow.period)} flush>
      <Grid
        label={t('stock.title')}
        rows={flow.stocks}
        rowKey={stock => stock.stage}
        columns={[
          {
            key: 'stage',
            title: t('column.stage'),
            render: stock => (
              <Link to="/lifecycle/$stage" params={{ stage: stock.stage }}>
                {named(stock.stage)}
              </Link>
            ),
          },
          { key: 'share', title: '', render: stock => <Share part={stock.after / most} /> },
          count('before'),
          count('entered'),
          count('left'),
          count('after'),
        ]}
      />
    </Panel>
  );
}
