import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Said } from '@/shared/i18n/Said';
import { Basis } from '@/shared/ui/Basis';
import { Grid } from '@/shared/ui/Grid';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { When } from '@/shared/ui/When';

import type { Card, Moved } from '../card';
import type { ModelDetail } from '../types';
import { Headline } from './Headline';
import styles from './Models.module.css';

/** What the model is for, whom it is about, from what it learnt, and what to keep in mind. */
export function AboutPanel({ detail, card }: { detail: ModelDetail; card: Card }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const { foretells } = card;
  const among = foretells?.among ?? card.among ?? (detail.definition.among as string | undefined);
  const features = detail.definition.features as string[] | undefined;
  const label = foretells?.label ?? (detail.definition.label as string | undefined);
  const horizon = foretells?.horizon ?? (detail.definition.horizon as string | undefined);
  return (
    <Panel title={t('about.title')}>
      <dl className={styles.pairs}>
        {label && (
          <>
            <dt>{t('about.foretells')}</dt>
            <dd>
              <code>{label}</code> {horizon && t('about.within', { horizon })}
            </dd>
          </>
        )}
        {foretells && (
          <>
            <dt>{t('about.usual')}</dt>
            <dd>{foretells.kind === 'chance' ? format.percent(foretells.usual) : format.number(foretells.usual)}</dd>
          </>
        )}
        <dt>{t('about.among')}</dt>
        <dd>{among && among !== 'true' ? <code>{among}</code> : t('about.everybody')}</dd>
        <dt>{t('about.purpose')}</dt>
        <dd>{foretells?.purpose ?? t('about.noPurpose')}</dd>
        {features && features.length > 0 && (
          <>
            <dt>{t('about.features')}</dt>
            <dd>
              <code>{features.join(', ')}</code>
            </dd>
          </>
        )}
        {card.data?.examples && (
          <>
            <dt>{t('about.examples')}</dt>
            <dd>
              {card.data.examples.map(one => (
                <div key={one.at}>
                  {t('about.example', {
                    day: format.day(one.at),
                    customers: format.number(one.customers),
                    rate: one.rate === undefined ? format.number(one.mean ?? 0) : format.percent(one.rate),
                  })}
                </div>
              ))}
            </dd>
          </>
        )}
        {card.fairness && (
          <>
            <dt>{t('about.fairness')}</dt>
            <dd>
              <Said words={card.fairness} />
            </dd>
          </>
        )}
        {card.left_out && card.left_out.length > 0 && (
          <>
            <dt>{t('about.leftOut')}</dt>
            <dd>
              {card.left_out.map(one => (
                <div key={one.name}>
                  <code>{one.name}</code> <Said words={one.why} />
                </div>
              ))}
            </dd>
          </>
        )}
        {card.limits && card.limits.length > 0 && (
          <>
            <dt>{t('about.limits')}</dt>
            <dd>
              <ul className={styles.plain}>
                {card.limits.map((limit, place) => (
                  <li key={place}>
                    <Said words={limit} />
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      {detail.evidence && <Basis basis={detail.evidence} />}
    </Panel>
  );
}

/** Whether the world moved away from what was learnt. */
export function DriftPanel({ card }: { card: Card }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const { drift } = card;
  if (!drift) return null;
  const moved: Moved[] = [...(drift.score ? [drift.score] : []), ...(drift.features ?? [])];
  const promises = drift.promises;
  return (
    <Panel title={t('drift.title')} note={drift.since && t('drift.note', { day: format.day(drift.since) })} flush>
      {promises && (
        <p style={{ padding: '12px 16px' }}>
          <Pill tone={Math.abs(promises.off) > promises.limit ? 'amber' : 'good'}>{t('drift.promises')}</Pill>{' '}
          {t('drift.came', {
            promised: format.number(promises.promised),
            came: format.number(promises.came),
            customers: format.number(promises.customers),
          })}
        </p>
      )}
      {moved.length === 0 ? (
        <p style={{ padding: 16 }} className={styles.soft}>
          {t('drift.none')}
        </p>
      ) : (
        <Grid
          label={t('drift.title')}
          rows={moved}
          rowKey={one => one.name || '*'}
          columns={[
            { key: 'name', title: t('weights.feature'), render: one => one.name || t('drift.score') },
            {
              key: 'psi',
              title: t('drift.psi'),
              right: true,
              render: one => <Pill tone={one.psi > one.limit ? 'amber' : 'plain'}>{format.number(one.psi)}</Pill>,
            },
            { key: 'limit', title: t('drift.limit'), right: true, render: one => format.number(one.limit) },
          ]}
        />
      )}
    </Panel>
  );
}

/** Every fit that is remembered, the latest first. */
export function VersionsPanel({ versions }: { versions: ModelDetail['versions'] }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  return (
    <Panel title={t('versions.title')} flush>
      <Grid
        label={t('versions.title')}
        rows={versions}
        rowKey={version => version.version}
        columns={[
          { key: 'version', title: t('versions.version'), render: version => format.number(version.version) },
          { key: 'at', title: t('column.fitted'), render: version => <When at={version.fitted_at} /> },
          {
            key: 'headline',
            title: t('column.headline'),
            right: true,
            render: version => <Headline headline={version.headline} />,
          },
          {
            key: 'customers',
            title: t('column.scored'),
            right: true,
            render: version => format.number(version.customers),
          },
          {
            key: 'written',
            title: t('versions.written'),
            right: true,
            render: version => format.number(version.written),
          },
          {
            key: 'seconds',
            title: t('versions.took'),
            right: true,
            render: version => t('versions.seconds', { seconds: format.number(version.seconds) }),
          },
          {
            key: 'alarms',
            title: t('tab.alarms'),
            right: true,
            render: version => (version.alarms.length > 0 ? format.number(version.alarms.length) : '–'),
          },
        ]}
      />
    </Panel>
  );
}
