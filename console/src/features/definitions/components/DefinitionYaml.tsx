import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import type { Mistake } from '@/shared/sql/Editor';
import { LazyEditor } from '@/shared/sql/LazyEditor';
import { Waiting } from '@/shared/ui/Waiting';

import styles from './Definitions.module.css';

interface Props {
  text: string;
  mistakes: Mistake[];
  onChange: (text: string) => void;
}

/** A definition as it stands in the file. */
export function DefinitionYaml({ text, mistakes, onChange }: Props) {
  const { t } = useTranslation('definitions');
  return (
    <div className={styles.form}>
      <Suspense fallback={<Waiting rows={6} />}>
        <LazyEditor
          label={t('form.yaml')}
          language="yaml"
          value={text}
          onChange={onChange}
          mistakes={mistakes}
          placeholder={t('form.yamlHint')}
          minHeight={220}
        />
      </Suspense>
    </div>
  );
}
