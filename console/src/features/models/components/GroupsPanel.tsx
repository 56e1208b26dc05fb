import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { CrowdDrawer } from '@/shared/customers/CrowdDrawer';
import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Share } from '@/shared/ui/Share';

import { groupsQuery } from '../api/getModels';
import type { Card } from '../card';
import type { Group } from '../types';
import styles from './Models.module.css';

/** How many differences of a group are shown. */
const MOST = 6;

interface Props {
  model: string;
  card: Card;
  open: string | undefined;
  onOpen: (group: string | undefined) => void;
}

/** The groups that were found, and what sets each apart; each leads to its customers and may be kept as a segment. */
export function GroupsPanel({ model, card, open, onOpen }: Props) {
  const { t } = useTranslation('models');
  const language = useLanguage();
  const query = useQuery(groupsQuery(model));
  const opened = query.data?.groups.find(group => group.id === open);
  return (
    <Panel
      title={t('groups.title')}
      note={card.choice && t(`groups.structure.${card.choice.structure}`, { defaultValue: '' })}
    >
      <Learnt query={query} rows={6}>
        {({ groups }) => (
          <ul className={styles.groups}>
            {groups.map(group => (
              <li key={group.id} className={styles.group}>
                <h3>{titled({ name: group.id, title: group.name }, language)}</h3>
                <Size group={group} />
                <Apart group={group} />
                <Button size="small" style={{ justifySelf: 'start' }} onClick={() => onOpen(group.id)}>
                  {t('groups.show')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Learnt>
      <CrowdDrawer
        crowd={opened ? { name: opened.segment, title: opened.name, when: `scores.${model} = '${opened.id}'` } : null}
        onClose={() => onOpen(undefined)}
      />
    </Panel>
  );
}

function Size({ group }: { group: Group }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  return (
    <div>
      <div className={styles.soft}>
        {t('groups.size', {
          count: group.customers,
          shown: format.number(group.customers),
          share: format.percent(group.share),
        })}
      </div>
      <Share part={group.share} />
    </div>
  );
}

function Apart({ group }: { group: Group }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const language = useLanguage();
  const definitions = useQuery(definitionsQuery);
  const rows = group.sets_apart.slice(0, MOST) as {
    feature: string;
    value?: string | null;
    group: number;
    all: number;
    effect: number;
  }[];
  return (
    <dl className={styles.apart}>
      {rows.map(one => {
        const word = typeof one.value === 'string';
        const shown = (value: number) => (word ? format.percent(value) : format.number(value));
        const name = titled(definitions.data?.features?.[one.feature] ?? { name: one.feature }, language);
        return (
          <div key={`${one.feature}\n${one.value ?? ''}`} style={{ display: 'contents' }}>
            <dt>{word ? `${name}: ${one.value}` : name}</dt>
            <dd>
              {shown(one.group)} <span className={styles.soft}>{t('groups.all', { value: shown(one.all) })}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
