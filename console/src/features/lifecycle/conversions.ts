import type { TFunction } from 'i18next';

import type { Heat } from '@/shared/chart/heat';
import type { Answer } from '@/shared/api/client';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';

type Conversions = Answer<'/v1/lifecycle/conversion'>;

/** From each stage (rows) to each other (columns): the share within the time, in words and as a table. */
export function conversions(
  found: Conversions,
  format: Format,
  called: (stage: string) => string,
  t: TFunction<'lifecycle'>,
): { heat: Heat; table: Table } {
  const stages = found.stages.map(stage => stage.name);
  const by = new Map(found.conversions.map(one => [`${one.from}\n${one.to}`, one]));
  const cells = stages.map(from =>
    stages.map(to => {
      const one = by.get(`${from}\n${to}`);
      if (!one || one.within === null) return { value: null, text: '' };
      const low = format.percent(one.within_low ?? one.within);
      const high = format.percent(one.within_high ?? one.within);
      return {
        value: one.within,
        text: format.percent(one.within),
        more: [
          t('conversion.between', { low, high }),
          t('conversion.ever', {
            share: format.percent(one.ever),
            reached: format.number(one.reached),
            of: format.number(one.customers),
          }),
          ...(one.days === null ? [] : [t('conversion.median', { days: format.number(one.days) })]),
        ],
      };
    }),
  );
  return {
    heat: { columns: stages.map(called), rows: stages.map(called), cells },
    table: {
      columns: [t('column.from'), t('column.to'), t('conversion.share'), t('conversion.everShare'), t('stay.days')],
      rows: found.conversions.map(one => [called(one.from), called(one.to), one.within, one.ever, one.days]),
    },
  };
}
