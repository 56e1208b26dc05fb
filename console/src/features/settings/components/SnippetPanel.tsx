import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Panel } from '@/shared/ui/Panel';
import { When } from '@/shared/ui/When';

import { latestQuery } from '../api/getLatest';
import { CLIENTS, INSTALL, snippet, UNKNOWN_KEY, type Client } from '../snippets';
import { useCopy } from '../useCopy';
import styles from './Settings.module.css';

interface Props {
  source: string;
  client: Client;
  /** The secret of a key that was made just now; otherwise the reader puts theirs in. */
  secret: string | undefined;
  onClient: (client: Client) => void;
}

/** How a source begins to send, in the words of its client, until the first event is here. */
export function SnippetPanel({ source, client, secret, onClient }: Props) {
  const { t } = useTranslation('settings');
  const copy = useCopy();
  const latest = useQuery(latestQuery(source));
  const text = snippet(client, location.origin, secret ?? UNKNOWN_KEY);
  return (
    <Panel title={t('snippet.title', { source })}>
      <div className={styles.bar}>
        <Segmented
          value={client}
          onChange={onClient}
          aria-label={t('snippet.client')}
          options={CLIENTS.map(one => ({ value: one, label: t(`snippet.clients.${one}`) }))}
        />
        <span className={styles.grow} />
        <Button icon={<Copy size={15} />} onClick={() => void copy(text)}>
          {t('copy')}
        </Button>
      </div>
      {INSTALL[client] && (
        <pre className={styles.code} style={{ marginBottom: 8 }} tabIndex={0}>
          {INSTALL[client]}
        </pre>
      )}
      <pre className={styles.code} tabIndex={0} data-testid="snippet">
        {text}
      </pre>
      {!secret && <p className={styles.faint}>{t('snippet.unknown', { key: UNKNOWN_KEY })}</p>}
      <div role="status" className={latest.data ? styles.heard : styles.waits}>
        {latest.data ? (
          <span>
            {t('snippet.heard', { event: latest.data.event || latest.data.type })} <When at={latest.data.received_at} />
          </span>
        ) : (
          t('snippet.waits')
        )}
      </div>
    </Panel>
  );
}
