import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Toolbar } from '@/shared/ui/Toolbar';
import { When } from '@/shared/ui/When';

import { itemsQuery } from '../api/getTexts';
import type { TextsSearch } from '../search';
import type { Item, Order } from '../types';
import { useWord } from '../useWord';
import { Feeling } from './Feeling';
import styles from './Texts.module.css';

/** How many aspects of an item are shown. */
const MOST = 8;

interface Props {
  definition: string;
  search: TextsSearch;
  onChange: (part: Partial<TextsSearch>) => void;
}

/** What customers say of each item, aspect by aspect, in their own words. */
export function ItemsTab({ definition, search, onChange }: Props) {
  const { t } = useTranslation('texts');
  const query = useQuery(itemsQuery(definition, Number(search.days ?? 365), search.order ?? 'texts'));
  return (
    <Panel flush>
      <Toolbar label={t('choose')}>
        <Select<Order>
          aria-label={t('order.label')}
          style={{ minWidth: 200 }}
          value={search.order ?? 'texts'}
          options={(['texts', 'worst', 'best'] as const).map(value => ({ value, label: t(`order.${value}`) }))}
          onChange={order => onChange({ order: order === 'texts' ? undefined : order })}
        />
        <Days search={search} onChange={onChange} />
      </Toolbar>
      <Learnt query={query} rows={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('items.none.title')} text={t('items.none.text')} />
          ) : (
            <ul className={styles.items}>
              {items.map(item => (
                <Line key={item.item} item={item} onTopics={() => onChange({ view: 'topics', item: item.item })} />
              ))}
            </ul>
          )
        }
      </Learnt>
    </Panel>
  );
}

/** How far back. */
export function Days({ search, onChange }: Pick<Props, 'search' | 'onChange'>) {
  const { t } = useTranslation('texts');
  return (
    <Segmented<'30' | '90' | '365'>
      aria-label={t('days.label')}
      value={search.days ?? '365'}
      options={(['30', '90', '365'] as const).map(value => ({ value, label: t('days.last', { days: value }) }))}
      onChange={days => onChange({ days: days === '365' ? undefined : days })}
    />
  );
}

function Line({ item, onTopics }: { item: Item; onTopics: () => void }) {
  const { t } = useTranslation('texts');
  const format = useFormat();
  const word = useWord();
  return (
    <li className={styles.item}>
      <div>
        <h3>{item.item}</h3>
        <Feeling value={item.sentiment} />
        <div className={styles.soft}>
          {t('items.size', {
            texts: format.number(item.texts),
            customers: format.number(item.customers),
            positive: format.number(item.positive),
            negative: format.number(item.negative),
          })}
        </div>
        <div className={styles.soft}>
          {t('items.latest')} <When at={item.latest} />
        </div>
        <Button type="link" size="small" style={{ padding: 0 }} onClick={onTopics}>
          {t('items.topics')}
        </Button>
      </div>
      <ul className={styles.aspects}>
        {item.aspects.slice(0, MOST).map(aspect => (
          <li key={aspect.aspect} className={styles.aspect}>
            <span>
              {word('aspect', aspect.aspect)} <span className={styles.soft}>{format.number(aspect.texts)}</span>
            </span>
            <Feeling value={aspect.sentiment} />
            <span className={styles.quote} title={aspect.quote}>
              {aspect.quote}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
