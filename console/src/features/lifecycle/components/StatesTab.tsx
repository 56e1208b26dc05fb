import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '@/shared/chart/Chart';
import { heatOption } from '@/shared/chart/heat';
import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { stagesQuery } from '@/shared/definitions/getStages';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMode } from '@/shared/theme/mode';
import { Basis } from '@/shared/ui/Basis';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';

import { hiddenQuery } from '../api/getHidden';
import { compared } from '../compared';
import type { By, Hidden } from '../types';
import { useStageName } from '../useStageName';
import styles from './Lifecycle.module.css';

/** How many of the things that a state does are named. */
const MOST = 4;

/** States that nobody defined: what the data alone would call stages, and how far our stages agree. */
export function StatesTab({ by }: { by: By }) {
  const { t } = useTranslation('lifecycle');
  const query = useQuery(hiddenQuery(by));
  return (
    <>
      <Panel title={t('states.title')} note={t(`states.by.${by}`)}>
        <Learnt query={query} rows={6}>
          {found => (
            <>
              <States found={found} />
              <Basis basis={found.basis} />
            </>
          )}
        </Learnt>
      </Panel>
      {query.data?.compared && <AgreementPanel found={query.data} />}
    </>
  );
}

function States({ found }: { found: Hidden }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const language = useLanguage();
  const definitions = useQuery(definitionsQuery);
  const named = (of: string) =>
    of === 'spend' ? t('states.spend') : titled(definitions.data?.events?.[of] ?? { name: of }, language);
  return (
    <ul className={styles.states}>
      {found.states.map(state => (
        <li key={state.name} className={styles.state}>
          <h3>
            {state.name} · {titled(state, language)}
          </h3>
          <div className={styles.soft}>
            {t('states.size', {
              count: state.customers,
              shown: format.number(state.customers),
              share: format.percent(state.share),
            })}
            {' · '}
            {t('states.stays', { share: format.percent(state.stays) })}
          </div>
          <dl className={styles.does}>
            {state.emissions.slice(0, MOST).map(emission => (
              <div key={emission.of} style={{ display: 'contents' }}>
                <dt>{named(emission.of)}</dt>
                <dd>
                  {format.number(emission.rate)}{' '}
                  <span className={styles.soft}>{t('states.typical', { value: format.number(emission.typical) })}</span>
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function AgreementPanel({ found }: { found: Hidden }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormat();
  const mode = useMode();
  const named = useStageName();
  const { data: stages } = useQuery(stagesQuery);
  const drawn = useMemo(
    () =>
      compared(found, format, stages?.items.map(stage => stage.name) ?? [], named, [
        t('column.state'),
        t('column.stage'),
        t('column.customers'),
      ]),
    [found, format, stages, named, t],
  );
  const chart = useMemo(() => heatOption(drawn.heat, mode), [drawn, mode]);
  const agreement = found.compared?.agreement ?? 0;
  return (
    <Panel title={t('agree.title')} note={t('agree.note', { value: format.number(agreement) })}>
      <Chart title={t('agree.title')} option={chart} table={drawn.table} height={48 + 48 * drawn.heat.rows.length} />
      <p className={styles.soft}>{t('agree.hint')}</p>
    </Panel>
  );
}
