import { App, Button, Drawer } from 'antd';
import { Copy, Terminal } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { curl } from '../curl';
import styles from './Live.module.css';
import type { Tailed } from '../types';

/** One event whole, to read and to take away. */
export function EventDrawer({ event, onClose }: { event: Tailed | null; onClose: () => void }) {
  const { t } = useTranslation('live');
  const { message } = App.useApp();
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    message.success(t('copied'));
  };
  const text = JSON.stringify(event, null, 2);
  const command = event && curl({ ...event, timestamp: event.at }, location.origin);
  return (
    <Drawer
      open={event !== null}
      onClose={onClose}
      size={560}
      title={event?.event || event?.type}
      aria-label={t('event')}
    >
      {event && (
        <>
          <div className={styles.acts}>
            <Button icon={<Copy size={15} />} onClick={() => void copy(text)}>
              {t('copyJson')}
            </Button>
            {command && (
              <Button icon={<Terminal size={15} />} onClick={() => void copy(command)}>
                {t('copyCurl')}
              </Button>
            )}
          </div>
          <pre className={styles.json} tabIndex={0}>
            {text}
          </pre>
        </>
      )}
    </Drawer>
  );
}
