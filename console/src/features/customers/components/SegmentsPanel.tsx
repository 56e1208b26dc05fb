import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { segmentsQuery } from '@/shared/definitions/getSegments';
import { Panel } from '@/shared/ui/Panel';
import { When } from '@/shared/ui/When';

import type { Names } from '../names';
import { Explained } from './Explained';
import styles from './List.module.css';
import type { Profile } from '../types';

/** The segments with why in; and, if asked, the others with why not. */
export function SegmentsPanel({ profile, names }: { profile: Profile; names: Names }) {
  const { t } = useTranslation('customers');
  const all = useQuery(segmentsQuery);
  const [others, setOthers] = useState(false);
  const inside = Object.entries(profile.segments);
  const outside = (all.data?.items ?? []).filter(segment => !(segment.name in profile.segments));
  return (
    <Panel
      title={t('segments.title')}
      note={t('segments.of', { count: inside.length, total: inside.length + outside.length })}
      actions={
        outside.length > 0 && (
          <Button type="link" size="small" aria-expanded={others} onClick={() => setOthers(!others)}>
            {others ? t('segments.hide') : t('segments.whyNot')}
          </Button>
        )
      }
    >
      {inside.length === 0 && <p className={styles.faint}>{t('segments.none')}</p>}
      <ul className={styles.list}>
        {inside.map(([name, since]) => (
          <Explained
            key={name}
            customer={profile.customer_id}
            name={name}
            title={names.segment(name)}
            value={
              <span className={styles.faint}>
                <When at={since} />
              </span>
            }
          />
        ))}
      </ul>
      {others && (
        <>
          <h3 className={styles.part}>{t('segments.notIn')}</h3>
          <ul className={styles.list}>
            {outside.map(segment => (
              <Explained
                key={segment.name}
                customer={profile.customer_id}
                name={segment.name}
                title={names.segment(segment.name)}
                value={null}
              />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
