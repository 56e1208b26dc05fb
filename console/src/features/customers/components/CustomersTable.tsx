import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Who } from '@/shared/customers/Who';
import { useFormat } from '@/shared/format/useFormat';
import { Pill } from '@/shared/ui/Pill';
import { Rows, type Column } from '@/shared/ui/Rows';
import { When } from '@/shared/ui/When';

import { nextSort, sorted, traitsOf } from '../columns';
import type { Names } from '../names';
import styles from './CustomersTable.module.css';
import type { CustomerLine } from '../types';
import { useBadge } from '../useBadge';

/** Scores whose values have names. */
const NAMED = /^scores\..*_(group|tier)$/;

interface Props {
  lines: CustomerLine[];
  chosen: string[];
  names: Names;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  onEnd: () => void;
  foot: string;
}

/** Everybody who fits: who they are, where they stand, and the values that were asked for. */
export function CustomersTable({ lines, chosen, names, sort, onSort, onEnd, foot }: Props) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const badge = useBadge();
  const columns = useMemo(
    (): Column<CustomerLine>[] => [
      {
        key: 'who',
        title: t('column.who'),
        width: 'minmax(220px, 2.2fr)',
        render: line => (
          <Who customer_id={line.customer_id} identifiers={line.identifiers} traits={traitsOf(line.values)} />
        ),
      },
      {
        key: 'stage',
        title: t('column.stage'),
        width: 'minmax(110px, 0.9fr)',
        render: line => line.stage && <Pill tone="pine">{names.stage(line.stage)}</Pill>,
      },
      {
        key: 'segments',
        title: t('column.segments'),
        width: 'minmax(180px, 2fr)',
        render: line => (
          <span className={styles.pills}>
            {line.segments.slice(0, 3).map(segment => (
              <Pill key={segment}>{names.segment(segment)}</Pill>
            ))}
            {line.segments.length > 3 && (
              <span className={styles.faint}>{t('more', { count: line.segments.length - 3 })}</span>
            )}
          </span>
        ),
      },
      ...chosen.map((name): Column<CustomerLine> => ({
        key: name,
        title: names.value(name),
        sorted: sorted(name, sort),
        onSort: () => onSort(nextSort(name, sort)),
        width: 'minmax(116px, 1fr)',
        right: true,
        render: line => (NAMED.test(name) ? badge(line.values[name] ?? '–') : format.brief(line.values[name])),
      })),
      {
        key: 'seen',
        title: t('column.seen'),
        width: '130px',
        right: true,
        sorted: sorted('last_seen', sort),
        onSort: () => onSort(nextSort('last_seen', sort)),
        render: line => <When at={line.last_seen} />,
      },
    ],
    [t, format, badge, names, chosen, sort, onSort],
  );
  return (
    <Rows
      label={t('title')}
      columns={columns}
      rows={lines}
      rowKey={line => line.customer_id}
      height="max(320px, calc(100vh - 250px))"
      rowHeight={52}
      onEnd={onEnd}
      foot={foot}
    />
  );
}
