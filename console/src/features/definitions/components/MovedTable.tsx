import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';

import type { Comparison } from '../api/compare';
import styles from './Definitions.module.css';

type Estimate = Comparison['moved'][number]['now'];

/** Whom the change would move into and out of segments and stages. */
export function MovedTable({ found }: { found: Comparison }) {
  const { t } = useTranslation('definitions');
  const format = useFormat();
  const language = useLanguage();
  const said = ({ count, low, high, exact }: Estimate, sign = '') => {
    const number = `${count > 0 ? sign : ''}${format.number(count)}`;
    return exact ? number : `${number} ± ${format.number(Math.max(high - count, count - low))}`;
  };
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.name')}</th>
            <th scope="col">{t('moved.now')}</th>
            <th scope="col">{t('moved.joining')}</th>
            <th scope="col">{t('moved.leaving')}</th>
          </tr>
        </thead>
        <tbody>
          {found.moved.map(one => (
            <tr key={`${one.section}/${one.name}`}>
              <td>
                {titled(one, language)}{' '}
                <span className={styles.faint}>{t(`one.${one.section}`, { defaultValue: one.section })}</span>
              </td>
              <td>{said(one.now)}</td>
              <td className={one.joining.count > 0 ? styles.joins : undefined}>{said(one.joining, '+')}</td>
              <td className={one.leaving.count > 0 ? styles.leaves : undefined}>{said(one.leaving, '−')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.moved.some(one => !one.now.exact) && (
        <p className={styles.faint}>{t('moved.sampled', { judged: format.number(found.judged) })}</p>
      )}
    </div>
  );
}
