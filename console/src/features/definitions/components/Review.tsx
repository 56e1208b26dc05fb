import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useDraft } from '@/shared/draft/useDraft';
import { NoYaml, withEdits } from '@/shared/draft/spelling';
import { download } from '@/shared/format/download';
import { useMay } from '@/shared/session/may';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';

import { applyDefinitions } from '../api/apply';
import { compareQuery, type Comparison } from '../api/compare';
import styles from './Definitions.module.css';
import { Diff } from './Diff';
import { EditsPanel } from './EditsPanel';
import { Findings } from './Findings';
import { Meaning } from './Meaning';
import { MovedTable } from './MovedTable';

/** The draft against what holds, and the button that lets it hold. */
export default function Review({ yaml }: { yaml: string }) {
  const { edits } = useDraft();
  const trial = useMemo(() => {
    try {
      return { text: withEdits(yaml, edits) };
    } catch (error) {
      if (error instanceof NoYaml) return { error };
      throw error;
    }
  }, [yaml, edits]);
  const query = useQuery(compareQuery(trial.text));
  if (trial.error) return <ProblemView error={trial.error} />;
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        <Loaded query={query} rows={10}>
          {found => <Compared found={found} />}
        </Loaded>
      </div>
      <div className={styles.side}>
        <EditsPanel yaml={yaml} />
        {query.data && <Apply found={query.data} text={trial.text ?? ''} />}
      </div>
    </div>
  );
}

function Compared({ found }: { found: Comparison }) {
  const { t } = useTranslation('definitions');
  return (
    <>
      {found.findings.length > 0 && (
        <Panel title={t('findings.title')} note={found.ok ? t('findings.doubts') : t('findings.errors')}>
          <Findings findings={found.findings} />
        </Panel>
      )}
      {found.ok && (
        <>
          <Panel title={t('review.means')}>
            <Meaning found={found} />
          </Panel>
          {found.moved.length > 0 && (
            <Panel title={t('moved.title')} note={t('moved.note')}>
              <MovedTable found={found} />
            </Panel>
          )}
          <Panel title={t('diff.title')} note={t('diff.note')}>
            <Diff diff={found.diff} />
          </Panel>
        </>
      )}
    </>
  );
}

function Apply({ found, text }: { found: Comparison; text: string }) {
  const { t } = useTranslation('definitions');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const may = useMay('define');
  const { edits, clear } = useDraft();
  const apply = useMutation({
    mutationFn: () => applyDefinitions(text),
    onSuccess: async ({ done }) => {
      message.success(t(done ? 'apply.done' : 'apply.filling'));
      const only = edits.length === 1 ? edits[0] : undefined;
      clear();
      await queryClient.invalidateQueries();
      if (only?.section === 'segments' && only.value !== null) {
        await navigate({ to: '/segments/$segment', params: { segment: only.name } });
      } else await navigate({ to: '/definitions', search: {} });
    },
  });
  const nothing = found.ok && found.diff === '';
  return (
    <Panel title={t('apply.title')}>
      <div className={styles.form}>
        <p className={styles.faint}>
          {t(!may ? 'mayNot' : !found.ok ? 'apply.unfit' : nothing ? 'diff.same' : 'apply.text')}
        </p>
        {apply.isError && <ProblemView error={apply.error} />}
        <div className={styles.actions}>
          <Button
            type="primary"
            disabled={!may || !found.ok || nothing}
            loading={apply.isPending}
            onClick={() => apply.mutate()}
          >
            {t('apply.action')}
          </Button>
          <Button onClick={() => download('definitions.yml', new Blob([found.yaml || text], { type: 'text/yaml' }))}>
            {t('apply.file')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
