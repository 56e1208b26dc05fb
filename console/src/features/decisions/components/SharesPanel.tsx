import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';

import { pickedItem, sharesOption, sharesTable } from '../shares';
import type { Slot } from '../types';

interface Props {
  slot: Slot;
  days: number;
  onItem: (item: string | undefined) => void;
}

/** What the slot showed first, by item, beside how likely each was when it was chosen. */
export function SharesPanel({ slot, days, onItem }: Props) {
  const { t } = useTranslation('decisions');
  const format = useFormat();
  const words = useMemo(
    () => ({
      item: t('column.item'),
      decisions: t('column.decisions'),
      share: t('share'),
      probability: t('meanProbability'),
      none: t('nothing'),
    }),
    [t],
  );
  const option = useMemo(() => sharesOption(slot.shares, words, format), [slot.shares, words, format]);
  const table = useMemo(() => sharesTable(slot.shares, words), [slot.shares, words]);
  return (
    <Panel title={t('shares')} note={t('lastDays', { count: days })}>
      {slot.shares.length === 0 ? (
        <Empty title={t('quiet.title')} text={t('quiet.text')} />
      ) : (
        <Chart
          title={t('shares')}
          option={option}
          table={table}
          height={Math.min(420, Math.max(190, slot.shares.length * 34 + 70))}
          onPick={pick => onItem(pickedItem(slot.shares, pick.index))}
        />
      )}
    </Panel>
  );
}
