import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CustomerField } from '@/shared/customers/CustomerField';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';

import { tryWith } from '../api/tries';
import type { Known } from '../known';
import type { Journey } from '../types';
import styles from './Journeys.module.css';
import { Passages } from './Passages';

interface Props {
  name: string;
  drafted: Journey | null;
  known: Known;
  customer: string | undefined;
  onCustomer: (customer: string) => void;
}

/** What the journey would do to one customer from now on, if they did nothing else. */
export function TryPanel({ name, drafted, known, customer = '', onCustomer }: Props) {
  const { t } = useTranslation('journeys');
  const [whom, setWhom] = useState(customer);
  const tried = useMutation({
    mutationFn: () => tryWith(name, whom.trim(), drafted),
    onMutate: () => onCustomer(whom.trim()),
  });
  return (
    <Panel title={t('side.try')} note={drafted ? t('ofDraft') : undefined}>
      <form
        className={styles.form}
        onSubmit={event => {
          event.preventDefault();
          if (whom.trim()) tried.mutate();
        }}
      >
        <p className={styles.faint}>{t('try.text')}</p>
        <CustomerField label={t('try.whom')} value={whom} onChange={setWhom} />
        <div>
          <Button type="primary" htmlType="submit" loading={tried.isPending} disabled={!whom.trim()}>
            {t('try.go')}
          </Button>
        </div>
        {tried.isError && <ProblemView error={tried.error} />}
      </form>
      {tried.data && <Passages lines={tried.data.lines} known={known} />}
    </Panel>
  );
}
