import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { Rows, type Column } from '@/shared/ui/Rows';
import { SearchField } from '@/shared/ui/SearchField';
import { Toolbar } from '@/shared/ui/Toolbar';

import { itemsQuery } from '../api/slots';

type Item = Record<string, unknown>;

/** The catalogue: what there is to choose from. */
export function ItemsPanel({ catalog }: { catalog: string }) {
  const { t } = useTranslation('decisions');
  const format = useFormat();
  const [q, setQ] = useState('');
  const query = useQuery(itemsQuery(catalog, q));
  const language = useLanguage();
  const { data } = useQuery(definitionsQuery);
  const title = t('catalog', { name: titled({ ...data?.catalogs?.[catalog], name: catalog }, language) });
  return (
    <Panel
      flush
      title={title}
      note={query.data && t('items', { count: query.data.found, shown: format.number(query.data.found) })}
    >
      <Toolbar label={t('narrowItems')}>
        <SearchField value={q} placeholder={t('searchItems')} onChange={setQ} />
      </Toolbar>
      <Loaded query={query} rows={4}>
        {({ items }) => {
          if (items.length === 0) return <Empty title={t('noItems.title')} text={t('noItems.text')} />;
          const rows = items as Item[];
          const names = [...new Set(rows.flatMap(row => Object.keys(row)))].slice(0, 8);
          const columns = names.map((name): Column<Item> => ({
            key: name,
            title: name,
            width: name === 'name' ? 'minmax(180px, 2fr)' : 'minmax(96px, 1fr)',
            right: rows.every(row => row[name] === undefined || typeof row[name] === 'number'),
            render: row => format.value(row[name]),
          }));
          return <Rows label={title} columns={columns} rows={rows} rowKey={row => JSON.stringify(row)} height="480px" />;
        }}
      </Loaded>
    </Panel>
  );
}
