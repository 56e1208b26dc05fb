import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Modal, Select } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { SECTIONS, type Section } from '../sections';
import styles from './Definitions.module.css';

/** Asks of which kind and with what name, and leads to the editor. Segments have a room of their own. */
export function NewDefinition({ taken }: { taken: ReadonlySet<string> }) {
  const { t } = useTranslation('definitions');
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [section, setSection] = useState<Section>('features');
  const [name, setName] = useState('');
  const short = name.trim();
  const there = taken.has(`${section}/${short}`);
  const go = async () => {
    if (section === 'segments') await navigate({ to: '/segments/new', search: {} });
    else await navigate({ to: '/definitions/$section/$name', params: { section, name: short }, search: {} });
  };
  return (
    <>
      <Button type="primary" icon={<Plus size={15} />} onClick={() => setOpen(true)}>
        {t('new.action')}
      </Button>
      <Modal
        open={open}
        title={t('new.title')}
        okText={t('new.go')}
        cancelText={t('cancel')}
        okButtonProps={{ disabled: section !== 'segments' && (short === '' || there) }}
        onOk={() => void go()}
        onCancel={() => setOpen(false)}
      >
        <div className={styles.form}>
          <label className={styles.label}>
            {t('column.section')}
            <Select
              value={section}
              options={SECTIONS.map(one => ({ value: one, label: t(`one.${one}`) }))}
              onChange={setSection}
            />
          </label>
          {section !== 'segments' && (
            <label className={styles.label}>
              {t('new.name')}
              <Input
                value={name}
                maxLength={200}
                status={there ? 'error' : undefined}
                onChange={event => setName(event.target.value)}
                onPressEnter={() => short !== '' && !there && void go()}
              />
              {there ? t('new.taken') : <span className={styles.faint}>{t('new.nameHint')}</span>}
            </label>
          )}
        </div>
      </Modal>
    </>
  );
}
