import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Answer } from '@/shared/api/client';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Rows, type Column } from '@/shared/ui/Rows';
import { Share } from '@/shared/ui/Share';

import styles from './Segments.module.css';

type Segment = Answer<'/v1/segments'>['items'][number];
type Needs = Pick<Answer<'/v1/definitions/graph'>['items'][number], 'section' | 'name'> & { used_by: unknown[] };

const ROW = 56;

/** The segments, the largest first. */
export function SegmentsTable({ segments, needs }: { segments: Segment[]; needs: Needs[] }) {
  const { t } = useTranslation('segments');
  const format = useFormat();
  const language = useLanguage();
  const rows = useMemo(() => [...segments].sort((one, other) => other.customers - one.customers), [segments]);
  const columns = useMemo((): Column<Segment>[] => {
    const most = Math.max(1, ...segments.map(one => one.customers));
    const used = new Map(needs.filter(one => one.section === 'segments').map(one => [one.name, one.used_by.length]));
    return [
      {
        key: 'name',
        title: t('column.name'),
        width: 'minmax(180px, 1.2fr)',
        render: one => (
          <Link to="/segments/$segment" params={{ segment: one.name }} className={styles.name}>
            <span className={styles.title}>{titled(one, language)}</span>
            <span className={styles.faint}>{one.name}</span>
          </Link>
        ),
      },
      {
        key: 'customers',
        title: t('customers'),
        width: '150px',
        right: true,
        render: one => (
          <span className={styles.number}>
            {format.number(one.customers)}
            <Share part={one.customers / most} />
          </span>
        ),
      },
      {
        key: 'used',
        title: t('column.used'),
        width: '90px',
        right: true,
        render: one => format.number(used.get(one.name) ?? 0),
      },
      {
        key: 'when',
        title: t('column.when'),
        width: 'minmax(260px, 2fr)',
        render: one => <code title={one.when}>{one.when}</code>,
      },
    ];
  }, [segments, needs, t, format, language]);
  return (
    <Rows
      label={t('title')}
      columns={columns}
      rows={rows}
      rowKey={one => one.name}
      height="max(320px, calc(100vh - 250px))"
      rowHeight={ROW}
    />
  );
}
