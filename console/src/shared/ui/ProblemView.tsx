import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { asProblem } from '@/shared/api/problem';
import { useCause } from '@/shared/api/useCause';

import styles from './ProblemView.module.css';

/** What went wrong: the cause, what to do, the stable code, and the id under which the server's log tells more. */
export function ProblemView({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t, i18n } = useTranslation('shared');
  const problem = asProblem(error);
  const cause = useCause()(problem);
  const specific = `problem.fix.${problem.code}`;
  const general = problem.status >= 500 ? 'server_error' : problem.status === 0 ? 'console_error' : 'refused';
  return (
    <div className={styles.problem} role="alert">
      <div className={styles.cause}>{cause}</div>
      {typeof problem.said === 'string' && problem.said !== cause && <div lang="en">{problem.said}</div>}
      {problem.faults.length > 0 && (
        <ul className={styles.faults}>
          {problem.faults.map((fault, place) => (
            <li key={place}>
              {fault.path && <code>{fault.path}</code>} {fault.message}
            </li>
          ))}
        </ul>
      )}
      <div>{i18n.exists(specific, { ns: 'shared' }) ? t(specific) : t(`problem.fix.${general}`)}</div>
      <div className={styles.facts}>
        <span>
          {t('problem.code')} <code>{problem.code}</code>
        </span>
        {problem.requestId && (
          <span>
            {t('problem.request')} <code>{problem.requestId}</code>
          </span>
        )}
      </div>
      {retry && (
        <Button size="small" className={styles.again} onClick={retry}>
          {t('problem.again')}
        </Button>
      )}
    </div>
  );
}
