import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';

import type { Names } from '../names';
import { Explained } from './Explained';
import styles from './List.module.css';
import layout from './StoryTab.module.css';
import { TraitsPanel } from './TraitsPanel';
import type { Profile } from '../types';

/** Everything known as a value: features with why, and what the customer said of themself. */
export function ValuesTab({ profile, names }: { profile: Profile; names: Names }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const features = Object.entries(profile.features);
  return (
    <div className={layout.columns}>
      <Panel title={t('features.title')} note={t('asOf', { day: format.instant(profile.as_of) })}>
        {features.length === 0 && <Empty title={t('features.none.title')} text={t('features.none.text')} />}
        <ul className={styles.list}>
          {features.map(([name, value]) => (
            <Explained
              key={name}
              customer={profile.customer_id}
              name={name}
              title={names.feature(name)}
              value={format.value(value)}
            />
          ))}
        </ul>
      </Panel>
      <TraitsPanel profile={profile} />
    </div>
  );
}
