import { Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { ExpressionField } from '@/shared/sql/ExpressionField';

import { compact, EXPRESSIONS, fields, SHORT, titles } from '../sections';
import styles from './Definitions.module.css';

interface Props {
  section: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

const TEXTS: Partial<Record<string, string[]>> = {
  features: ['over', 'each'],
  stages: ['stay'],
  metrics: ['each', 'unit'],
};

/** A definition as fields: what people call it, its expressions, and the short texts beside them. The rest stays as it is. */
export function DefinitionForm({ section, value, onChange }: Props) {
  const { t } = useTranslation('definitions');
  const now = fields(section, value);
  const title = titles(now.title) ?? {};
  const change = (part: Record<string, unknown>) => {
    const next = compact({ ...now, ...part });
    const short = SHORT[section];
    // What a definition stands for by itself is written short, as in the files.
    onChange(short !== undefined && Object.keys(next).join() === short ? next[short] : next);
  };
  const text = (name: string) => (typeof now[name] === 'string' ? now[name] : '');
  return (
    <div className={styles.form}>
      <div className={styles.names}>
        {(['zh', 'en'] as const).map(language => (
          <label key={language} className={styles.label}>
            {t(`form.title.${language}`)}
            <Input
              lang={language}
              maxLength={120}
              value={title[language] ?? ''}
              onChange={event => change({ title: titles({ ...title, [language]: event.target.value }) })}
            />
          </label>
        ))}
      </div>
      {EXPRESSIONS[section]?.map(({ field, kind }) => (
        <div key={field} className={styles.label}>
          {t(`form.field.${section}.${field}`)}
          <ExpressionField
            label={t(`form.field.${section}.${field}`)}
            kind={kind}
            over={section === 'features' ? text('over') : null}
            each={section === 'features' || section === 'metrics' ? text('each') : null}
            value={text(field)}
            onChange={next => change({ [field]: next })}
          />
        </div>
      ))}
      <div className={styles.names}>
        {TEXTS[section]?.map(field => (
          <label key={field} className={styles.label}>
            {t(`form.text.${field}`)}
            <Input
              maxLength={200}
              value={text(field)}
              placeholder={t(`form.hint.${field}`)}
              onChange={event => change({ [field]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </div>
  );
}
