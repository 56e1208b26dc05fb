import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { useFormat } from '@/shared/format/useFormat';
import { useMode } from '@/shared/theme/mode';
import { Facts } from '@/shared/ui/Facts';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';

import { movementQuery } from '../api/getRfm';
import { movementOption, movementTable } from '../movement';
import type { RfmGroup } from '../types';

type Since = '30' | '90' | '180';

interface Props {
  groups: RfmGroup[];
  currency: string;
  called: (group: string | null) => string;
  since: Since;
  onSince: (since: Since) => void;
}

/** Who moved between the groups since some time ago. */
export function MovementPanel({ groups, currency, called, since, onSince }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const mode = useMode();
  const day = dayjs().subtract(Number(since), 'day').format('YYYY-MM-DD');
  const query = useQuery(movementQuery(day));
  const movement = query.data?.movement;
  const order = useMemo(() => groups.map(one => one.group), [groups]);
  const chart = useMemo(
    () => movement && movementOption(movement, order, mode, format, called),
    [movement, order, mode, format, called],
  );
  const read = useMemo(
    () =>
      movement &&
      movementTable(
        movement,
        [t('movement.was'), t('movement.now'), t('customers'), `${t('movement.spend')} (${currency})`],
        called,
      ),
    [movement, t, currency, called],
  );
  return (
    <Panel
      title={t('movement.title')}
      note={t('movement.note', { day: format.day(day) })}
      actions={
        <Segmented<Since>
          size="small"
          aria-label={t('movement.since')}
          value={since}
          options={(['30', '90', '180'] as const).map(value => ({ value, label: t('movement.days', { days: value }) }))}
          onChange={onSince}
        />
      }
    >
      <Learnt query={query} rows={6}>
        {() =>
          movement &&
          chart &&
          read && (
            <>
              <Facts
                facts={[
                  { name: t('movement.rose'), value: format.number(movement.rose) },
                  { name: t('movement.fell'), value: format.number(movement.fell) },
                  { name: t('movement.stayed'), value: format.number(movement.stayed) },
                  { name: t('movement.came'), value: format.number(movement.came) },
                ]}
              />
              <Chart title={t('movement.title')} option={chart} table={read} height={440} />
            </>
          )
        }
      </Learnt>
    </Panel>
  );
}
