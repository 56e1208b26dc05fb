import { Button } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { language, useLanguage } from '@/shared/i18n/language';

import styles from './Threshold.module.css';

/** The page before one is in: what the house is for on one side, the form on the other. */
export function Threshold({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t } = useTranslation('session');
  const other = useLanguage() === 'en' ? 'zh' : 'en';
  useEffect(() => {
    document.title = `${title} · Regulars`;
  }, [title]);
  return (
    <div className={styles.threshold}>
      <div className={styles.story}>
        <div className={styles.brand}>
          {t('brand')} <small lang="zh">{t('brandOther')}</small>
        </div>
        <p className={styles.words}>{t('promise')}</p>
        <Loop />
        <p className={styles.foot}>{t('yours')}</p>
      </div>
      <main className={styles.door}>
        <Button type="text" className={styles.corner} onClick={() => language.set(other)} data-testid="language">
          {t('otherLanguage')}
        </Button>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.lead}>{lead}</p>
          {children}
        </div>
      </main>
    </div>
  );
}

/** Customers come round again: the mark, at rest. */
function Loop() {
  return (
    <svg className={styles.loop} viewBox="0 0 240 130" aria-hidden fill="none">
      <path
        d="M14 96c52 0 52-64 104-64s48 70 2 70-44-70 8-70 52 64 104 64"
        stroke="#2d5f58"
        strokeWidth="10"
        strokeLinecap="round"
      />
      <path d="M14 96c52 0 52-64 104-64s48 70 2 70" stroke="#5cc2b0" strokeWidth="3" strokeLinecap="round" />
      <circle cx="120" cy="102" r="8" fill="#e8a33d" />
      <circle cx="118" cy="32" r="5" fill="#f4efe4" />
      <circle cx="14" cy="96" r="5" fill="#f4efe4" />
      <circle cx="232" cy="96" r="5" fill="#f4efe4" />
    </svg>
  );
}
