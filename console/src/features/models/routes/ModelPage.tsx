import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { ButtonLink } from '@/shared/ui/ButtonLink';
import { Empty } from '@/shared/ui/Empty';
import { Facts } from '@/shared/ui/Facts';
import { Learnt } from '@/shared/ui/Learnt';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { When } from '@/shared/ui/When';

import { modelQuery } from '../api/getModels';
import { runModel } from '../api/runModel';
import { cardOf, isPart } from '../card';
import { AboutPanel, DriftPanel, VersionsPanel } from '../components/AboutPanels';
import { AlarmWords } from '../components/AlarmWords';
import { GroupsPanel } from '../components/GroupsPanel';
import { useFigureName } from '../components/Headline';
import styles from '../components/Models.module.css';
import { CurvePanels, FiguresPanel, WeightPanels } from '../components/QualityPanels';
import { ScoredPanel } from '../components/ScoredPanel';
import { StatusPill } from '../components/StatusPill';
import type { ModelSearch } from '../search';
import type { ModelDetail } from '../types';

const route = getRouteApi('/frame/models/$model');

/** One model: how good it is, what it says of whom and why, what weighs most, whether it drifts, what it is for. */
export function ModelPage() {
  const { t } = useTranslation('models');
  const language = useLanguage();
  const { model } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(modelQuery(model));
  const kind = query.data?.model.kind;
  const change = (part: Partial<ModelSearch>) =>
    void navigate({ search: before => ({ ...before, ...part }), replace: true });
  const gone = <Empty title={t('gone.title')} text={t('gone.text')} action={<Link to="/models">{t('back')}</Link>} />;
  return (
    <Page
      title={query.data ? titled(query.data.model, language) : model}
      lead={<Link to="/models">{t('back')}</Link>}
      actions={
        <>
          {(kind === 'rfm' || kind === 'value') && (
            <ButtonLink to="/value" search={{ view: kind === 'value' ? 'value' : undefined }}>
              {t('toValue')}
            </ButtonLink>
          )}
          <RunButton model={model} />
        </>
      }
    >
      <Learnt query={query} rows={8} missing={gone}>
        {detail => {
          const card = cardOf(detail.card);
          return (
            <>
              <StandingPanel detail={detail} />
              {detail.model.kind === 'groups' && detail.card && (
                <GroupsPanel model={model} card={card} open={search.group} onOpen={group => change({ group })} />
              )}
              <CurvePanels card={card} />
              {detail.model.latest && <ScoredPanel model={detail.model} search={search} onChange={change} />}
              <div className={styles.columns}>
                <div className={styles.stack}>
                  <WeightPanels card={card} />
                  <AboutPanel detail={detail} card={card} />
                </div>
                <div className={styles.stack}>
                  <FiguresPanel card={card} />
                  <DriftPanel card={card} />
                </div>
              </div>
              {detail.versions.length > 0 && <VersionsPanel versions={detail.versions} />}
            </>
          );
        }}
      </Learnt>
    </Page>
  );
}

function RunButton({ model }: { model: string }) {
  const { t } = useTranslation('models');
  const { message, modal } = App.useApp();
  const queryClient = useQueryClient();
  const may = useMay('train');
  const run = useMutation({
    mutationFn: () => runModel(model),
    onSuccess: async ({ model: now }) => {
      if (now.status === 'fitted') message.success(t('run.done'));
      else message.warning(t('run.refused'));
      await queryClient.invalidateQueries({ queryKey: ['models'] });
    },
    onError: error => modal.error({ title: t('run.failed'), content: <ProblemView error={error} /> }),
  });
  if (!may) return null;
  return (
    <Button icon={<Play size={14} />} loading={run.isPending} onClick={() => run.mutate()}>
      {t('run.now')}
    </Button>
  );
}

function StandingPanel({ detail }: { detail: ModelDetail }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const named = useFigureName();
  const { data } = useQuery(definitionsQuery);
  const { model, alarms } = detail;
  const figure = (name: string, value: number) => {
    if (name === 'value') return format.amount(value, data?.workspace?.currency ?? '');
    return isPart(name) ? format.percent(value) : format.number(value);
  };
  const headline = Object.entries(model.latest?.headline ?? {}).filter(
    (entry): entry is [string, number] => entry[1] !== null,
  );
  return (
    <Panel title={t(`kind.${model.kind}`)} actions={<StatusPill status={model.status} />}>
      {model.latest ? (
        <Facts
          facts={[
            ...headline.map(([name, value]) => ({
              name: named(name),
              value: figure(name, value),
            })),
            { name: t('column.scored'), value: format.number(model.latest.customers) },
            { name: t('column.fitted'), value: <When at={model.latest.fitted_at} /> },
            { name: t('column.next'), value: model.next_at ? <When at={model.next_at} /> : t('soon') },
          ]}
        />
      ) : (
        <Empty title={t('unfitted.title')} text={t('unfitted.text')} />
      )}
      {alarms.length > 0 && (
        <ul className={styles.list}>
          {alarms.map((alarm, place) => (
            <li key={place} className={styles.alarm}>
              <AlarmWords kind={alarm.kind} text={alarm.text} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
