import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { Basis } from '@/shared/ui/Basis';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Why } from '@/shared/ui/Why';

import { tryIdentity } from '../api/tryIdentity';
import { rulesText } from '../rules';
import type { RulesTried } from '../types';
import styles from './List.module.css';

/** Other rules of identity, tried on everything that came so far: who would be one, and who would be two. */
export function TryRulesPanel() {
  const { t } = useTranslation('customers');
  const { data: definitions } = useQuery(definitionsQuery);
  const [written, setWritten] = useState<string | null>(null);
  const trial = useMutation({ mutationFn: tryIdentity });
  const text = written ?? rulesText(definitions?.identifiers ?? {});
  return (
    <Panel title={t('rules.title')}>
      <p>{t('rules.text')}</p>
      <Input.TextArea
        aria-label={t('rules.label')}
        value={text}
        autoSize={{ minRows: 4, maxRows: 14 }}
        spellCheck={false}
        style={{ margin: '10px 0', fontFamily: 'var(--mono, monospace)', fontSize: 13 }}
        onChange={event => setWritten(event.target.value)}
      />
      <Button icon={<FlaskConical size={15} />} loading={trial.isPending} onClick={() => trial.mutate(text)}>
        {t('rules.action')}
      </Button>
      {trial.isError && <ProblemView error={trial.error} />}
      {trial.data && <Outcome tried={trial.data} />}
    </Panel>
  );
}

function Outcome({ tried }: { tried: RulesTried }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  return (
    <div style={{ marginTop: 14 }} role="status">
      <p>
        {t('rules.count', { now: format.number(tried.customers_now), then: format.number(tried.customers_then) })}{' '}
        {tried.changes.length === 0
          ? t('rules.same')
          : t('rules.moved', { count: tried.moved, shown: format.number(tried.moved) })}
      </p>
      <ul className={styles.list}>
        {tried.changes.map((change, place) => (
          <li key={place} className={styles.item}>
            <div className={styles.first}>
              <span>
                <Pill tone={change.kind === 'united' ? 'pine' : 'amber'}>{t(`rules.kind.${change.kind}`)}</Pill>{' '}
                {[...new Set(change.now.flatMap(side => side.customers))].map(customer => (
                  <Link key={customer} to="/customers/$customer" params={{ customer: String(customer) }}>
                    {t('number', { number: customer })}{' '}
                  </Link>
                ))}
              </span>
              <span className={styles.faint}>
                {t('identity.events', { count: change.events, shown: format.number(change.events) })}
              </span>
            </div>
            <Why sentences={change.why} />
          </li>
        ))}
      </ul>
      <Basis basis={tried.basis} />
    </div>
  );
}
