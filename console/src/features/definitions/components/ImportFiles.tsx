import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Modal } from 'antd';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { yamlQuery } from '@/shared/definitions/getYaml';
import { draft } from '@/shared/draft/draft';
import type { File as Text } from '@/shared/draft/toward';

import styles from './Definitions.module.css';

/** The server takes no longer text. */
const MOST_BYTES = 900_000;

/** Takes definitions from files, the same as on disk, into the draft; the review then says what they would change. */
export function ImportFiles() {
  const { t } = useTranslation('definitions');
  const picker = useRef<HTMLInputElement>(null);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [files, setFiles] = useState<Text[] | null>(null);
  const [everything, setEverything] = useState(false);
  const [wrong, setWrong] = useState('');
  const take = async (list: FileList | null) => {
    if (!list || list.length === 0) return;
    const chosen = [...list];
    setWrong(chosen.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES ? t('import.large') : '');
    setFiles(await Promise.all(chosen.map(async file => ({ name: file.name, text: await file.text() }))));
    if (picker.current) picker.current.value = '';
  };
  const go = async () => {
    try {
      const [yaml, { toward }] = await Promise.all([
        queryClient.fetchQuery(yamlQuery),
        import('@/shared/draft/toward'),
      ]);
      const edits = toward(yaml, files ?? [], everything);
      if (edits.length === 0) return setWrong(t('import.same'));
      draft.set(edits);
      await navigate({ to: '/definitions/review' });
    } catch (error) {
      setWrong(t('import.unreadable', { message: error instanceof Error ? error.message : String(error) }));
    }
  };
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".yml,.yaml"
        multiple
        hidden
        aria-label={t('import.action')}
        onChange={event => void take(event.target.files)}
      />
      <Button icon={<Upload size={15} />} onClick={() => picker.current?.click()}>
        {t('import.action')}
      </Button>
      <Modal
        open={files !== null}
        title={t('import.title')}
        okText={t('review.action')}
        cancelText={t('cancel')}
        okButtonProps={{ disabled: wrong !== '' }}
        onOk={() => void go()}
        onCancel={() => setFiles(null)}
      >
        <div className={styles.form}>
          <ul>
            {files?.map(file => (
              <li key={file.name}>
                <code>{file.name}</code>
              </li>
            ))}
          </ul>
          <Checkbox
            checked={everything}
            onChange={event => {
              setEverything(event.target.checked);
              setWrong('');
            }}
          >
            {t('import.everything')}
          </Checkbox>
          <p className={styles.faint}>{t('import.draftGoes')}</p>
          {wrong && <p role="alert">{wrong}</p>}
        </div>
      </Modal>
    </>
  );
}
