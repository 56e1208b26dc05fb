import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Merge, Split } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { called } from '@/shared/customers/called';
import { hidden } from '@/shared/customers/covered';
import { useFormat } from '@/shared/format/useFormat';
import { useMay } from '@/shared/session/may';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { Share } from '@/shared/ui/Share';
import { Why } from '@/shared/ui/Why';

import { covered, reveal } from '../api/reveal';
import { beside, type Line } from '../beside';
import type { Alike, Proposal, Verdict } from '../types';
import styles from './Likeness.module.css';
import { RevealButton } from './RevealButton';

/** So many bits fill the bar. */
const MOST_BITS = 15;

interface Props {
  proposal: Proposal;
  /** Undefined: who looks may not answer. */
  onAnswer?: (verdict: Verdict) => void;
  waiting: boolean;
}

/** Two customers side by side, what speaks for and against one person, and the answer. */
export function PairPanel({ proposal: given, onAnswer, waiting }: Props) {
  const { t } = useTranslation('likeness');
  const format = useFormat();
  const mayReveal = useMay('reveal');
  const show = useMutation({
    mutationFn: async (reason: string) => {
      const [left, right] = await Promise.all([reveal(given.left, reason), reveal(given.right, reason)]);
      return { left, right };
    },
  });
  const proposal = { ...given, ...show.data };
  const veiled = mayReveal && [proposal.left, proposal.right].some(one => covered(one).length > 0);
  const name = called(proposal.left);
  return (
    <Panel
      title={<bdi>{name}</bdi>}
      note={t('probability', { share: format.number(Math.floor(proposal.probability * 1000) / 10) })}
      actions={
        onAnswer && (
          <div className={styles.acts}>
            {veiled && <RevealButton onReveal={show.mutate} waiting={show.isPending} error={show.error} />}
            {proposal.status !== 'refused' && (
              <Button icon={<Split size={14} />} disabled={waiting} onClick={() => onAnswer('refuse')}>
                {t('refuse')}
              </Button>
            )}
            {proposal.status !== 'conflict' && (
              <Button
                type="primary"
                icon={<Merge size={14} />}
                loading={waiting}
                onClick={() => onAnswer('accept')}
                aria-label={t('acceptNamed', { name })}
              >
                {t('accept')}
              </Button>
            )}
          </div>
        )
      }
      flush
    >
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('side', { name })}>
        <table className={styles.pair}>
          <thead>
            <tr>
              <th scope="col">{t('column.field')}</th>
              <th scope="col">
                <Head customer={proposal.left} stays />
              </th>
              <th scope="col">
                <Head customer={proposal.right} />
              </th>
              <th scope="col">{t('column.says')}</th>
            </tr>
          </thead>
          <tbody>
            {beside(proposal).map(line => (
              <Field key={`${line.kind}\n${line.name}`} line={line} />
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.foot}>
        {proposal.conflict && (
          <p>
            <Pill tone="bad">{t('conflict')}</Pill> <span lang="en">{proposal.conflict}</span>
          </p>
        )}
        <Why sentences={proposal.why} />
      </div>
    </Panel>
  );
}

function Head({ customer, stays }: { customer: Alike; stays?: boolean }) {
  const { t } = useTranslation('likeness');
  return (
    <>
      <Link to="/customers/$customer" params={{ customer: String(customer.customer_id) }}>
        {t('number', { number: customer.customer_id })}
      </Link>{' '}
      {stays && <span className={styles.soft}>{t('stays')}</span>}
    </>
  );
}

function Field({ line }: { line: Line }) {
  const { t, i18n } = useTranslation('likeness');
  const format = useFormat();
  const same = line.left !== '' && line.left === line.right && !hidden(line.left);
  const differs = line.kind === 'trait' && line.left !== '' && line.right !== '' && line.left !== line.right;
  const level =
    line.level && i18n.exists(`level.${line.level}`, { ns: 'likeness' }) ? t(`level.${line.level}`) : line.level;
  const side = (value: string) => (
    <td>
      <span className={same ? styles.same : differs ? styles.differs : undefined}>
        <bdi>{value || '–'}</bdi>
      </span>
    </td>
  );
  return (
    <tr>
      <th scope="row">{i18n.exists(`field.${line.name}`, { ns: 'likeness' }) ? t(`field.${line.name}`) : line.name}</th>
      {side(line.left)}
      {side(line.right)}
      <td>
        {line.bits === null ? (
          <span className={styles.soft}>–</span>
        ) : (
          <>
            <span className={styles.bits}>
              <Share part={Math.abs(line.bits) / MOST_BITS} tone={line.bits < 0 ? 'bad' : 'pine'} />
              <span>
                {line.bits > 0 && '+'}
                {format.number(line.bits)}
              </span>
            </span>
            <span className={styles.soft}>{level}</span>
          </>
        )}
      </td>
    </tr>
  );
}
