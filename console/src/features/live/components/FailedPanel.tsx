import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useMay } from '@/shared/session/may';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';
import { When } from '@/shared/ui/When';

import { failuresQuery } from '../api/listFailures';
import { reprocess } from '../api/reprocess';
import { planned } from '../planned';
import styles from './Live.module.css';

/** What could not be taken: how many by reason, samples as they came, what mends it, and once more through the checks. */
export function FailedPanel({
  code,
  onCode,
}: {
  code: string | undefined;
  onCode: (code: string | undefined) => void;
}) {
  const { t, i18n } = useTranslation('live');
  const format = useFormat();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const act = useMay('act');
  const query = useInfiniteQuery(failuresQuery(code));
  const again = useMutation({
    mutationFn: () => reprocess(code),
    onSuccess: async done => {
      message.info(t('failed.done', { taken: format.number(done.taken), failed: format.number(done.failed) }));
      await queryClient.invalidateQueries({ queryKey: ['failures'] });
    },
  });
  const counts = Object.entries(query.data?.pages[0]?.counts ?? {}).sort(([, one], [, other]) => other - one);
  const failures = query.data?.pages.flatMap(page => page.failures) ?? [];
  const fix = (reason: string) =>
    i18n.exists(`failed.fix.${reason}`, { ns: 'live' }) ? t(`failed.fix.${reason}`) : t('failed.fix.other');
  return (
    <Panel
      flush
      title={t('failed.title')}
      actions={
        act &&
        counts.length > 0 && (
          <Button size="small" icon={<RotateCcw size={14} />} loading={again.isPending} onClick={() => again.mutate()}>
            {code ? t('failed.againSome') : t('failed.againAll')}
          </Button>
        )
      }
    >
      {counts.length > 0 && (
        <div className={styles.reasons} role="group" aria-label={t('failed.reasons')}>
          {counts.map(([reason, count]) => (
            <Button
              key={reason}
              size="small"
              aria-pressed={reason === code}
              type={reason === code ? 'primary' : 'default'}
              onClick={() => onCode(reason === code ? undefined : reason)}
            >
              <code>{reason}</code> {format.number(count)}
            </Button>
          ))}
        </div>
      )}
      {again.isError && <ProblemView error={again.error} />}
      {query.isPending && <Waiting rows={5} />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && failures.length === 0 && (
        <Empty title={t('failed.none.title')} text={t('failed.none.text')} />
      )}
      <ul className={styles.failures}>
        {failures.map(failure => (
          <li key={`${failure.offset}.${failure.index}`} className={styles.failure}>
            <div className={styles.line}>
              <Pill tone="bad">{failure.code}</Pill>
              {failure.path && <code>{failure.path}</code>}
              <span className={styles.faint}>{failure.source}</span>
              <span className={styles.faint}>
                <When at={failure.received_at} />
              </span>
              {failure.reprocessed_at && <Pill tone="good">{t('failed.reprocessed')}</Pill>}
            </div>
            <div className={styles.fix}>
              {fix(failure.code)} <PlanLink event={planned(failure.code, failure.body)} />
            </div>
            <pre className={styles.json} tabIndex={0}>
              {failure.body}
            </pre>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <div className={styles.foot}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('failed.more')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** To the plan that refused an event. */
function PlanLink({ event }: { event: string | null }) {
  const { t } = useTranslation('live');
  if (event === null) return null;
  return (
    <Link to="/definitions/$section/$name" params={{ section: 'events', name: event }} search={{}}>
      {t('failed.toPlan')}
    </Link>
  );
}
