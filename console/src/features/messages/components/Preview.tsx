import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { LOCALE, type Language } from '@/shared/i18n/language';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { previewQuery } from '../api/preview';
import { harmless } from '../letter';
import type { Template } from '../types';
import styles from './Messages.module.css';

interface Props {
  template: Template;
  customer: string;
  language: Language;
}

type As = 'html' | 'text' | 'source';

/** A template in one language as somebody would read it: the mail, its plain text, or what was written. */
export function Preview({ template, customer, language }: Props) {
  const { t } = useTranslation('messages');
  const [chosen, setChosen] = useState<As>();
  const query = useQuery(previewQuery(template.name, customer, language));
  const kinds: As[] =
    template.html && Object.keys(template.html).length > 0 ? ['html', 'text', 'source'] : ['text', 'source'];
  const as = chosen ?? kinds[0] ?? 'text';
  const written = template.html?.[language] ?? template.body?.[language];
  return (
    <Panel
      title={t(`language.${language}`)}
      note={template.body?.[language] === undefined ? t('notWritten') : undefined}
      actions={
        <Segmented
          size="small"
          aria-label={t('as.choose')}
          value={as}
          options={kinds.map(kind => ({ value: kind, label: t(`as.${kind}`) }))}
          onChange={setChosen}
        />
      }
    >
      {as === 'source' ? (
        <pre className={styles.letter} tabIndex={0}>
          {template.subject?.[language] && `${template.subject[language]}\n\n`}
          {written ?? t('notWritten')}
        </pre>
      ) : (
        <Loaded query={query} rows={4}>
          {mail => (
            <div lang={LOCALE[language]}>
              <div className={styles.subject}>{mail.subject}</div>
              {as === 'html' && mail.html ? (
                <Mail html={mail.html} title={mail.subject || template.name} />
              ) : (
                <pre className={styles.letter} tabIndex={0}>
                  {mail.text}
                </pre>
              )}
              {mail.missing.length > 0 && (
                <p className={styles.missing}>{t('missing', { names: mail.missing.join(', ') })}</p>
              )}
            </div>
          )}
        </Loaded>
      )}
    </Panel>
  );
}

/** The HTML of a mail behind glass: it cannot run, load, or lead anywhere. */
function Mail({ html, title }: { html: string; title: string }) {
  const { t } = useTranslation('messages');
  const shown = harmless(html);
  return (
    <>
      <iframe className={styles.mail} title={title} sandbox="" srcDoc={shown.html} referrerPolicy="no-referrer" />
      {shown.left > 0 && <p className={styles.faint}>{t('left', { count: shown.left })}</p>}
    </>
  );
}
