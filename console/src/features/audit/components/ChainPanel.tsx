import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link2, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';

import { checkChain } from '../api/checkChain';
import type { Chain } from '../types';
import styles from './Audit.module.css';

/** Proves that nothing in the trail was changed: each act is hashed with all before it. */
export function ChainPanel() {
  const { t } = useTranslation('audit');
  const check = useMutation({ mutationFn: checkChain });
  return (
    <Panel title={t('chain.title')}>
      <div className={styles.chain}>
        <div className={styles.says} role="status">
          {check.data ? <Found chain={check.data} /> : t('chain.text')}
        </div>
        <Button icon={<Link2 size={15} />} loading={check.isPending} onClick={() => check.mutate()}>
          {t('chain.check')}
        </Button>
      </div>
      {check.isError && <ProblemView error={check.error} retry={() => check.mutate()} />}
    </Panel>
  );
}

function Found({ chain }: { chain: Chain }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  if (!chain.whole) {
    return (
      <>
        <span className={styles.bad}>
          <ShieldAlert size={17} aria-hidden />
          {t('chain.broken', { number: chain.broken_at })}
        </span>
        <div className={styles.head}>{t('chain.brokenText')}</div>
      </>
    );
  }
  return (
    <>
      <span className={styles.good}>
        <ShieldCheck size={17} aria-hidden />
        {t('chain.whole', { entries: format.number(chain.entries) })}
      </span>
      <div className={styles.head}>
        {t('chain.head')} <code>{chain.head}</code>
      </div>
    </>
  );
}
