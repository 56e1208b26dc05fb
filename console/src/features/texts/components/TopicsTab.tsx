import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart, type Option } from '@/shared/chart/Chart';
import type { Table } from '@/shared/format/csv';
import type { Format } from '@/shared/format/format';
import { useFormat } from '@/shared/format/useFormat';
import { Basis } from '@/shared/ui/Basis';
import { Empty } from '@/shared/ui/Empty';
import { Learnt } from '@/shared/ui/Learnt';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';
import { Share } from '@/shared/ui/Share';
import { Toolbar } from '@/shared/ui/Toolbar';

import { topicsQuery } from '../api/getTexts';
import type { TextsSearch } from '../search';
import type { Topic } from '../types';
import { Feeling } from './Feeling';
import { Days } from './ItemsTab';
import styles from './Texts.module.css';

/** How many words of a topic, and how many keywords, are shown. */
const MOST_WORDS = 8;
const MOST_KEYWORDS = 15;

interface Props {
  definition: string;
  search: TextsSearch;
  onChange: (part: Partial<TextsSearch>) => void;
}

/** What customers write about: topics that nobody named before, with their words, feeling and quotes. */
export function TopicsTab({ definition, search, onChange }: Props) {
  const { t } = useTranslation('texts');
  const query = useQuery(topicsQuery(definition, Number(search.days ?? 365), search.item));
  return (
    <div className={styles.stack}>
      <Panel flush>
        <Toolbar label={t('choose')}>
          <Days search={search} onChange={onChange} />
          {search.item && (
            <Tag closable onClose={() => onChange({ item: undefined })}>
              {t('topics.of', { item: search.item })}
            </Tag>
          )}
        </Toolbar>
        <Learnt query={query} rows={6}>
          {found =>
            found.topics.length === 0 ? (
              <Empty title={t('topics.none.title')} text={t('topics.none.text')} />
            ) : (
              <>
                <ul className={styles.topics}>
                  {found.topics.map(topic => (
                    <Box key={topic.name} topic={topic} />
                  ))}
                </ul>
                <div style={{ padding: '0 16px 16px' }}>
                  <Basis basis={{ ...found, events: found.texts }} />
                </div>
              </>
            )
          }
        </Learnt>
      </Panel>
      {query.data && query.data.keywords.length > 0 && <KeywordsPanel keywords={query.data.keywords} />}
    </div>
  );
}

function Box({ topic }: { topic: Topic }) {
  const { t } = useTranslation('texts');
  const format = useFormat();
  return (
    <li className={styles.topic}>
      <h3>{topic.name}</h3>
      <div>
        <div className={styles.soft}>
          {t('topics.size', { texts: format.number(topic.texts), share: format.percent(topic.share) })}
        </div>
        <Share part={topic.share} />
      </div>
      {topic.sentiment !== null && <Feeling value={topic.sentiment} />}
      <div className={styles.words}>
        {topic.words.slice(0, MOST_WORDS).map(word => (
          <Pill key={word}>{word}</Pill>
        ))}
      </div>
      <ul className={styles.quotes}>
        {[...new Set(topic.quotes)].map(quote => (
          <li key={quote} title={quote}>
            {quote}
          </li>
        ))}
      </ul>
    </li>
  );
}

function KeywordsPanel({ keywords }: { keywords: { word: string; texts: number }[] }) {
  const { t } = useTranslation('texts');
  const format = useFormat();
  const shown = useMemo(() => keywords.slice(0, MOST_KEYWORDS), [keywords]);
  const chart = useMemo(() => keywordsOption(shown, format), [shown, format]);
  const table = useMemo(
    (): Table => ({
      columns: [t('keywords.word'), t('keywords.texts')],
      rows: shown.map(one => [one.word, one.texts]),
    }),
    [shown, t],
  );
  return (
    <Panel title={t('keywords.title')}>
      <Chart title={t('keywords.title')} option={chart} table={table} height={40 + 24 * shown.length} />
    </Panel>
  );
}

function keywordsOption(keywords: { word: string; texts: number }[], format: Format): Option {
  return {
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => format.number(value as number) },
    xAxis: { type: 'value' },
    yAxis: {
      type: 'category',
      inverse: true,
      data: keywords.map(one => one.word),
      axisLabel: { interval: 0, width: 120, overflow: 'truncate' },
    },
    series: [{ type: 'bar', itemStyle: { borderRadius: [0, 3, 3, 0] }, data: keywords.map(one => one.texts) }],
  };
}
