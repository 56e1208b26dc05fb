import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { useFormat } from '@/shared/format/useFormat';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { differencesQuery } from '../api/getDifferences';
import { apartOption, apartTable, telling } from '../charts';
import styles from './Segments.module.css';
import { useWords } from './useWords';

const SHOWN = 10;
const BAR = 30;

/** What sets the members apart from everybody else, the strongest difference first. */
export function DifferencesPanel({ name, title }: { name: string; title: string }) {
  const { t } = useTranslation('segments');
  const format = useFormat();
  const { called } = useWords();
  const query = useQuery(differencesQuery(name, undefined));
  const found = useMemo(() => query.data && telling(query.data.differences, SHOWN), [query.data]);
  const words = useMemo(
    () => ({
      dimension: t('apart.dimension'),
      strength: t('apart.strength'),
      inside: t('apart.inside'),
      outside: t('apart.outside'),
      chance: t('apart.chance'),
      unknown: t('apart.unknown'),
      of: (value: string, share: string) => `${value} ${share}`,
    }),
    [t],
  );
  const option = useMemo(() => found && apartOption(found, called, words, format), [found, called, words, format]);
  const table = useMemo(() => found && apartTable(found, called, words, format), [found, called, words, format]);
  return (
    <Panel title={t('apart.title')} note={t('apart.note')}>
      <Loaded query={query} rows={5}>
        {() =>
          found?.length === 0 ? (
            <p className={styles.faint}>{t('apart.none')}</p>
          ) : (
            option &&
            table &&
            found && (
              <>
                <Chart
                  title={`${title} · ${t('apart.title')}`}
                  option={option}
                  table={table}
                  height={found.length * BAR + 60}
                />
                <p className={styles.faint}>{t('apart.hint')}</p>
              </>
            )
          )
        }
      </Loaded>
    </Panel>
  );
}
