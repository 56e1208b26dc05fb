import { Button, Input, Popover } from 'antd';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ProblemView } from '@/shared/ui/ProblemView';

interface Props {
  onReveal: (reason: string) => void;
  waiting: boolean;
  error: unknown;
}

/** Asks what for before personal fields are shown. */
export function RevealButton({ onReveal, waiting, error }: Props) {
  const { t } = useTranslation('likeness');
  const [reason, setReason] = useState('');
  const form = (
    <div style={{ width: 340, maxWidth: '80vw' }}>
      <p style={{ marginBottom: 8 }}>{t('reveal.text')}</p>
      <Input.Search
        autoFocus
        maxLength={300}
        value={reason}
        loading={waiting}
        placeholder={t('reveal.reason')}
        aria-label={t('reveal.reason')}
        enterButton={t('reveal.action')}
        onChange={event => setReason(event.target.value)}
        onSearch={() => reason.trim() && onReveal(reason.trim())}
      />
      {error !== null && <ProblemView error={error} />}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={form}>
      <Button icon={<Eye size={14} />}>{t('reveal.open')}</Button>
    </Popover>
  );
}
