import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { App, Button, Segmented } from 'antd';
import { ScanFace } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { asProblem } from '@/shared/api/problem';
import { useCause } from '@/shared/api/useCause';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { useMay } from '@/shared/session/may';
import { Empty } from '@/shared/ui/Empty';
import { Page } from '@/shared/ui/Page';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';
import { When } from '@/shared/ui/When';

import { answer } from '../api/answer';
import { proposalsQuery } from '../api/listProposals';
import { run } from '../api/run';
import styles from '../components/Likeness.module.css';
import { PairPanel } from '../components/PairPanel';
import type { Proposal, Verdict } from '../types';

const route = getRouteApi('/frame/likeness');

/** From this probability on a pair is proposed. */
const LEAST = 0.9;

/** Customers that are probably one person: side by side, with every reason; a member answers. */
export function LikenessPage() {
  const { t } = useTranslation('likeness');
  const format = useFormat();
  const language = useLanguage();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const { status = 'open' } = route.useSearch();
  const navigate = route.useNavigate();
  const act = useMay('act');
  const query = useInfiniteQuery(proposalsQuery(status, language));
  const again = () => queryClient.invalidateQueries({ queryKey: ['likeness'] });
  const compare = useMutation({
    mutationFn: () => run(LEAST),
    onSuccess: async found => {
      message.info(t('compared', { count: found.proposals, shown: format.number(found.proposals) }));
      await again();
    },
  });
  const reply = useMutation({
    mutationFn: ({ proposal, verdict }: { proposal: Proposal; verdict: Verdict }) => answer(proposal.id, verdict),
    onSuccess: async (_, { verdict }) => {
      message.success(t(verdict === 'accept' ? 'accepted' : 'refusedNow'));
      await Promise.all([again(), queryClient.invalidateQueries({ queryKey: ['customers'] })]);
    },
  });
  const asOf = query.data?.pages[0]?.as_of ?? null;
  const proposals = query.data?.pages.flatMap(page => page.proposals) ?? [];
  const compareButton = act && (
    <Button icon={<ScanFace size={15} />} loading={compare.isPending} onClick={() => compare.mutate()}>
      {t('compare')}
    </Button>
  );
  return (
    <Page title={t('title')} lead={t('lead')} actions={compareButton}>
      <div className={styles.stack}>
        <div className={styles.head}>
          <Segmented<'open' | 'conflict' | 'refused'>
            aria-label={t('status.label')}
            value={status}
            options={(['open', 'conflict', 'refused'] as const).map(value => ({ value, label: t(`status.${value}`) }))}
            onChange={value =>
              void navigate({ search: { status: value === 'open' ? undefined : value }, replace: true })
            }
          />
          {asOf && (
            <span className={styles.soft}>
              {t('asOf')} <When at={asOf} />
            </span>
          )}
        </div>
        {compare.isError && <Refusal error={compare.error} />}
        {reply.isError && <ProblemView error={reply.error} />}
        {query.isPending && <Waiting rows={6} />}
        {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && proposals.length === 0 && (
          <Panel>
            <Empty
              title={t(asOf ? `none.${status}` : 'never.title')}
              text={t(asOf ? 'none.text' : 'never.text')}
              action={compareButton}
            />
          </Panel>
        )}
        {proposals.map(proposal => (
          <PairPanel
            key={proposal.id}
            proposal={proposal}
            onAnswer={act ? verdict => reply.mutate({ proposal, verdict }) : undefined}
            waiting={reply.isPending && reply.variables.proposal.id === proposal.id}
          />
        ))}
        {query.hasNextPage && (
          <div className={styles.more}>
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('more')}
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
}

/** Why customers could not be compared; that there is too little to compare by is no failure. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation('likeness');
  const cause = useCause();
  if (asProblem(error).code !== 'too_thin') return <ProblemView error={error} />;
  return (
    <Panel>
      <Empty title={t('thin')} text={cause(error)} />
    </Panel>
  );
}
