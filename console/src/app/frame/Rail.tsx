import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { GROUPS } from '../rooms';
import { useRooms } from '../useRooms';
import { Mark } from './Mark';
import styles from './Rail.module.css';

/** The way to every room. */
export function Rail({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation('frame');
  const rooms = useRooms();
  return (
    <>
      <Link to="/" className={styles.brand} onClick={onGo}>
        <Mark />
        <span>
          {t('brand')} <small lang="zh">{t('brandOther')}</small>
        </span>
      </Link>
      <nav className={styles.nav} aria-label={t('navigation')}>
        {GROUPS.map(group => (
          <div key={group.name}>
            <div className={styles.group} id={`group-${group.name}`}>
              {t(group.label)}
            </div>
            <ul className={styles.list} aria-labelledby={`group-${group.name}`}>
              {rooms.filter(room => room.group === group.name).map(room => (
                <li key={room.path}>
                  <Link
                    to={room.path}
                    className={styles.room}
                    activeOptions={{ exact: room.path === '/', includeSearch: false }}
                    onClick={onGo}
                  >
                    <room.icon size={17} aria-hidden />
                    {t(room.label)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </>
  );
}
