import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import type { Sent } from '@/shared/api/posted';
import { useLanguage } from '@/shared/i18n/language';
import { useSettled } from '@/shared/store/useSettled';
import { Waiting } from '@/shared/ui/Waiting';

import { checkQuery } from './checkExpression';
import styles from './ExpressionField.module.css';
import { wordsQuery } from './getWords';
import { LazyEditor } from './LazyEditor';

interface Props {
  label: string;
  value: string;
  onChange?: (value: string) => void;
  kind: Sent<'/v1/expressions/check'>['kind'];
  over?: string | null;
  each?: string | null;
  placeholder?: string;
}

/** How long typing must rest before a text is checked, milliseconds. */
const PAUSE = 250;

/** An expression with what the house says of it: the first mistake at its place, or the text as a plain sentence. */
export function ExpressionField({ label, value, onChange, kind, over, each, placeholder }: Props) {
  const { t } = useTranslation('shared');
  const language = useLanguage();
  const words = useQuery(wordsQuery);
  const text = useSettled(value, PAUSE);
  const check = useQuery(checkQuery({ text, kind, over: over || null, each: each || null }));
  const said = text.trim() === '' ? undefined : check.data;
  return (
    <div className={styles.field}>
      <Suspense fallback={<Waiting rows={2} />}>
        <LazyEditor
          label={label}
          value={value}
          onChange={onChange}
          words={words.data?.words}
          mistakes={said?.mistakes}
          placeholder={placeholder}
          minHeight={72}
        />
      </Suspense>
      <div className={styles.said} aria-live="polite">
        {said?.mistakes.map((mistake, place) => (
          <div key={place} className={styles.wrong}>
            {t('expression.at', { line: mistake.line, column: mistake.column })} {mistake.message}
          </div>
        ))}
        {said?.ok && (
          <div className={styles.means}>
            {said.sentence[language]}
            {kind === 'feature' && said.type && <span className={styles.type}>{said.type}</span>}
          </div>
        )}
      </div>
    </div>
  );
}
