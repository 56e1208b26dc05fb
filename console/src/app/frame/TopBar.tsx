import { Button, Tooltip } from 'antd';
import { Languages, Menu, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { language, useLanguage } from '@/shared/i18n/language';

import { MemberMenu } from './MemberMenu';
import { ThemeSwitch } from './ThemeSwitch';
import styles from './TopBar.module.css';

const MAC = /mac|iphone|ipad/i.test(navigator.userAgent);

/** The bar over every room: search, language, light or dark, and who is signed in. */
export function TopBar({ onMenu, onSearch }: { onMenu: () => void; onSearch: () => void }) {
  const { t } = useTranslation('frame');
  const other = useLanguage() === 'en' ? 'zh' : 'en';
  return (
    <header className={styles.bar}>
      <span className={styles.menu}>
        <Button type="text" icon={<Menu size={18} />} aria-label={t('openNavigation')} onClick={onMenu} />
      </span>
      <button type="button" className={styles.search} onClick={onSearch}>
        <Search size={15} aria-hidden />
        <span>{t('search')}</span>
        <kbd>{MAC ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <Tooltip title={t('otherLanguage')}>
        <Button
          type="text"
          icon={<Languages size={17} />}
          aria-label={t('otherLanguage')}
          data-testid="language"
          onClick={() => language.set(other)}
        />
      </Tooltip>
      <ThemeSwitch />
      <MemberMenu />
    </header>
  );
}
