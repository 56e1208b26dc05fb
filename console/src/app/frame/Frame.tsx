import { Outlet, useRouterState } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Boundary } from '@/shared/ui/Boundary';
import { Waiting } from '@/shared/ui/Waiting';

import { Palette } from '../palette/Palette';
import failed from './Failed.module.css';
import styles from './Frame.module.css';
import { Rail } from './Rail';
import { TopBar } from './TopBar';

/** What stands around every room: the rail (on a phone a drawer), the bar, the palette. */
export function Frame() {
  const { t } = useTranslation('frame');
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const content = useRef<HTMLElement>(null);
  const path = useRouterState({ select: state => state.location.pathname });

  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setPalette(shown => !shown);
    };
    addEventListener('keydown', open);
    return () => removeEventListener('keydown', open);
  }, []);

  return (
    <div className={styles.frame}>
      <a
        className={styles.skip}
        href="#content"
        onClick={event => {
          event.preventDefault();
          content.current?.focus();
        }}
      >
        {t('skip')}
      </a>
      <div className={styles.rail}>
        <Rail />
      </div>
      <Drawer
        open={drawer}
        onClose={() => setDrawer(false)}
        placement="left"
        size={248}
        closable={false}
        title={null}
        aria-label={t('navigation')}
        styles={{ body: { padding: 0, background: 'var(--rail)', display: 'flex', flexDirection: 'column' } }}
      >
        <Rail onGo={() => setDrawer(false)} />
      </Drawer>
      <div className={styles.main}>
        <TopBar onMenu={() => setDrawer(true)} onSearch={() => setPalette(true)} />
        <main className={styles.content} id="content" ref={content} tabIndex={-1}>
          <Boundary key={path}>
            <Suspense
              fallback={
                <div className={failed.failed}>
                  <Waiting rows={6} />
                </div>
              }
            >
              <Outlet />
            </Suspense>
          </Boundary>
        </main>
      </div>
      <Palette open={palette} onClose={() => setPalette(false)} />
    </div>
  );
}
