import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { CustomerField } from '@/shared/customers/CustomerField';
import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { anybodyQuery } from '../api/preview';
import type { MessagesSearch } from '../search';
import type { Template } from '../types';
import styles from './Messages.module.css';
import { Preview } from './Preview';

interface Props {
  name: string | undefined;
  customer: string | undefined;
  onChange: (part: Partial<MessagesSearch>) => void;
}

/** The texts that go out, each as a customer would read it now, in both languages side by side. */
export function TemplatesPanel({ name, customer, onChange }: Props) {
  const { t, i18n } = useTranslation('messages');
  const language = useLanguage();
  const query = useQuery(definitionsQuery);
  const anybody = useQuery(anybodyQuery);
  const spoken = (code: string) => (i18n.exists(`language.${code}`, { ns: 'messages' }) ? t(`language.${code}`) : code);
  const whom = customer ?? anybody.data ?? '';
  return (
    <Loaded query={query} rows={5}>
      {definitions => {
        const templates = Object.entries((definitions.templates ?? {}) as Record<string, Template>).map(
          ([key, one]): Template => ({ ...one, name: key }),
        );
        const template = templates.find(one => one.name === name) ?? templates[0];
        if (!template) {
          return (
            <Panel>
              <Empty
                title={t('noTemplates.title')}
                text={t('noTemplates.text')}
                action={<Link to="/definitions">{t('toDefinitions')}</Link>}
              />
            </Panel>
          );
        }
        return (
          <div className={styles.columns}>
            <Panel title={t('tab.templates')} flush>
              <ul className={styles.templates}>
                {templates.map(one => (
                  <li key={one.name}>
                    <button
                      type="button"
                      className={styles.template}
                      aria-pressed={one.name === template.name}
                      onClick={() => onChange({ template: one.name, view: 'templates' })}
                    >
                      <span>{titled(one, language)}</span>
                      <span className={styles.faint}>
                        {[t(`channel.${one.channel ?? 'email'}`), ...Object.keys(one.body ?? {}).map(spoken)].join(' · ')}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </Panel>
            <div className={styles.previews}>
              <Panel title={titled(template, language)} note={<code>{template.name}</code>}>
                <CustomerField
                  label={t('asWhom')}
                  value={whom}
                  onChange={now => onChange({ customer: now, view: 'templates' })}
                />
              </Panel>
              {(['zh', 'en'] as const).map(spoken => (
                <Preview key={spoken} template={template} customer={whom} language={spoken} />
              ))}
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}
