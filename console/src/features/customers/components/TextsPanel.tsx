import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Panel } from '@/shared/ui/Panel';
import { Pill, type Tone } from '@/shared/ui/Pill';
import { When } from '@/shared/ui/When';

import { timelineQuery } from '../api/getTimeline';
import { feltIn } from '../felt';
import type { Names } from '../names';
import type { Profile } from '../types';
import styles from './List.module.css';

const MOST = 5;
const TONES: Record<string, Tone> = { positive: 'good', negative: 'bad' };

/** How what the customer wrote sounds: on the whole, and the latest texts. Nothing where no text was read. */
export function TextsPanel({ profile, names }: { profile: Profile; names: Names }) {
  const { t, i18n } = useTranslation('customers');
  const format = useFormat();
  const { data } = useInfiniteQuery(timelineQuery(String(profile.customer_id), ['text']));
  const felt = feltIn(data?.pages.flatMap(page => page.lines) ?? []);
  if (felt.texts.length === 0) return null;
  const said = (side: string) => {
    const key = `texts.side.${side}`;
    return i18n.exists(key, { ns: 'customers' }) ? t(key) : side;
  };
  return (
    <Panel
      title={t('texts.title')}
      note={t('texts.mean', { count: felt.texts.length, shown: format.number(felt.mean) })}
    >
      <ul className={styles.list}>
        {felt.texts.slice(0, MOST).map(text => (
          <li key={text.id} className={styles.item}>
            <div className={styles.first}>
              <span>
                {names.event(text.event)} {text.item && <span className={styles.faint}>{text.item}</span>}
              </span>
              <span>
                <Pill tone={TONES[text.side]}>
                  {said(text.side)} {format.number(text.sentiment)}
                </Pill>
              </span>
            </div>
            <div className={styles.faint}>
              {text.aspects.join(' · ')} <When at={text.at} />
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
