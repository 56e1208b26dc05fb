import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Empty } from '@/shared/ui/Empty';

import styles from './Missing.module.css';

/** Nothing is at this address. */
export function Missing() {
  const { t } = useTranslation('frame');
  return (
    <main className={styles.missing}>
      <Empty title={t('missing.title')} text={t('missing.text')} action={<Link to="/">{t('missing.action')}</Link>} />
    </main>
  );
}
