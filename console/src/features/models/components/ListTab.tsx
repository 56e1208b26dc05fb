import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { Said } from '@/shared/i18n/Said';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Grid } from '@/shared/ui/Grid';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { When } from '@/shared/ui/When';

import { modelsQuery } from '../api/getModels';
import { Headline } from './Headline';
import styles from './Models.module.css';
import { StatusPill } from './StatusPill';

/** All models: what each is, where it stands, how good it is, what to look at. */
export function ListTab() {
  const { t } = useTranslation('models');
  const format = useFormat();
  const language = useLanguage();
  const query = useQuery(modelsQuery);
  return (
    <Panel flush>
      <Loaded query={query} rows={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('none.title')} text={t('none.text')} />
          ) : (
            <Grid
              label={t('title')}
              rows={items}
              rowKey={model => model.name}
              columns={[
                {
                  key: 'name',
                  title: t('column.model'),
                  render: model => (
                    <>
                      <Link to="/models/$model" params={{ model: model.name }}>
                        {titled(model, language)}
                      </Link>
                      <div className={styles.kind}>{t(`kind.${model.kind}`)}</div>
                    </>
                  ),
                },
                {
                  key: 'status',
                  title: t('column.status'),
                  render: model => (
                    <>
                      <StatusPill status={model.status} />{' '}
                      {model.alarms > 0 && (
                        <Pill tone="amber">
                          {t('alarms', { count: model.alarms, shown: format.number(model.alarms) })}
                        </Pill>
                      )}
                      {model.detail && (
                        <div className={styles.soft}>
                          <Said words={model.detail} />
                        </div>
                      )}
                    </>
                  ),
                },
                {
                  key: 'headline',
                  title: t('column.headline'),
                  right: true,
                  render: model => (model.latest ? <Headline headline={model.latest.headline} /> : '–'),
                },
                {
                  key: 'customers',
                  title: t('column.scored'),
                  right: true,
                  render: model => (model.latest ? format.number(model.latest.customers) : '–'),
                },
                {
                  key: 'fitted',
                  title: t('column.fitted'),
                  right: true,
                  render: model => (model.latest ? <When at={model.latest.fitted_at} /> : '–'),
                },
                {
                  key: 'next',
                  title: t('column.next'),
                  right: true,
                  render: model => (model.next_at ? <When at={model.next_at} /> : t('soon')),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
