import { Link, type LinkProps } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Panel } from '@/shared/ui/Panel';

import styles from './ChecklistPanel.module.css';
import type { Tick } from '../types';

/** Where each step is done. */
const WHERE: Record<string, LinkProps> = {
  first_event: { to: '/settings', search: { view: 'sources' } },
  identify: { to: '/settings', search: { view: 'sources' } },
  segment: { to: '/segments/new' },
  journey: { to: '/journeys' },
  message: { to: '/messages' },
  member: { to: '/settings', search: { view: 'members' } },
};

/** What a new house still needs, each step ticked as soon as it is done; gone when nothing is left. */
export function ChecklistPanel({ ticks }: { ticks: Tick[] }) {
  const { t, i18n } = useTranslation('home');
  const done = ticks.filter(tick => tick.done).length;
  if (done === ticks.length) return null;
  const said = (name: string, part: string) => {
    const key = `checklist.${name}.${part}`;
    return i18n.exists(key, { ns: 'home' }) ? t(key) : name;
  };
  return (
    <Panel title={t('checklist.title')} note={t('checklist.note', { done, count: ticks.length })}>
      <ol className={styles.steps}>
        {ticks.map((tick, place) => (
          <li key={tick.name} className={tick.done ? `${styles.step} ${styles.done}` : styles.step}>
            <span className={styles.tick} aria-hidden>
              {tick.done ? <Check size={14} /> : place + 1}
            </span>
            <span>
              <span className={styles.name}>
                {tick.done ? (
                  said(tick.name, 'title')
                ) : (
                  <Link {...(WHERE[tick.name] ?? { to: '/' })}>{said(tick.name, 'title')}</Link>
                )}
              </span>
              <span className={styles.text}>{tick.done ? t('checklist.done') : said(tick.name, 'text')}</span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
