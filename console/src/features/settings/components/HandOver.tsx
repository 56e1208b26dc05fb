import { Button, Input, Modal } from 'antd';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useCopy } from '../useCopy';
import styles from './Settings.module.css';

interface Props {
  title: string;
  /** What is handed over; null: nothing, and the dialog is shut. */
  secret: string | null;
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** Something that is shown this once: to copy, and to give to whom it is for. */
export function HandOver({ title, secret, label, onClose, children }: Props) {
  const { t } = useTranslation('settings');
  const copy = useCopy();
  return (
    <Modal title={title} open={secret !== null} onCancel={onClose} footer={null} destroyOnHidden maskClosable={false}>
      <p>{children}</p>
      <div className={styles.secret}>
        <Input
          readOnly
          autoFocus
          value={secret ?? ''}
          aria-label={label}
          style={{ fontFamily: 'var(--mono)' }}
          onFocus={event => event.target.select()}
        />
        <Button type="primary" icon={<Copy size={15} />} onClick={() => void copy(secret ?? '')}>
          {t('copy')}
        </Button>
      </div>
    </Modal>
  );
}
