import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Facts } from '@/shared/ui/Facts';
import { Panel } from '@/shared/ui/Panel';

import type { Calibration, Worth } from '../types';
import { heldOption, heldTable } from '../worthChart';

/** How good the forecast has been on a time that it had not seen. */
export function HeldOutPanel({ worth }: { worth: Worth }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const { calibration } = worth;
  const note =
    calibration &&
    t('held.note', { day: format.day(calibration.fitted_until), days: format.number(Math.round(calibration.days)) });
  return (
    <Panel title={t('held.title')} note={note}>
      {calibration ? (
        <Held calibration={calibration} worth={worth} />
      ) : (
        <Empty title={t('held.none.title')} text={t('held.none.text')} />
      )}
    </Panel>
  );
}

function Held({ calibration, worth }: { calibration: Calibration; worth: Worth }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const chart = useMemo(
    () =>
      heldOption(calibration, format, { bins: t('held.bins'), expected: t('held.expected'), actual: t('held.actual') }),
    [calibration, format, t],
  );
  const read = useMemo(
    () => heldTable(calibration, [t('held.bins'), t('customers'), t('held.expected'), t('held.actual')]),
    [calibration, t],
  );
  const money = (value: number) => format.amount(value, worth.currency, true);
  const ratio = (value: number | null) => (value === null ? '–' : format.percent(value));
  return (
    <>
      <Facts
        facts={[
          {
            name: t('held.purchases'),
            value: ratio(calibration.ratio),
            note: t('held.against', {
              expected: format.number(Math.round(calibration.expected_purchases)),
              actual: format.number(calibration.actual_purchases),
            }),
          },
          {
            name: t('held.value'),
            value: ratio(calibration.value_ratio),
            note: t('held.against', {
              expected: money(calibration.expected_value),
              actual: money(calibration.actual_value),
            }),
          },
          {
            name: t('held.inside'),
            value: format.percent(calibration.inside),
            note: t('held.promised', { share: format.percent(worth.interval.share) }),
          },
          {
            name: t('held.error'),
            value: format.number(calibration.error),
            note: t('held.naive', { error: format.number(calibration.naive_error) }),
          },
        ]}
      />
      <Chart title={t('held.chart')} option={chart} table={read} height={260} />
    </>
  );
}
