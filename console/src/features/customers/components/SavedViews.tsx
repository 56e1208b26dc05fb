import { Button, Dropdown, Input, Popover } from 'antd';
import { Bookmark, BookmarkPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useStored } from '@/shared/store/stored';

import type { CustomersSearch } from '../search';
import { views } from '../views';

/** Lists kept under a name, and the way to keep the present one. */
export function SavedViews({ search, onOpen }: { search: CustomersSearch; onOpen: (search: CustomersSearch) => void }) {
  const { t } = useTranslation('customers');
  const saved = useStored(views);
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState('');
  const save = () => {
    if (!name.trim()) return;
    views.set([...saved.filter(view => view.name !== name.trim()), { name: name.trim(), search }]);
    setName('');
    setAsking(false);
  };
  const items = saved.map(view => ({
    key: view.name,
    label: view.name,
    onClick: () => onOpen(view.search),
    extra: (
      <Button
        type="text"
        size="small"
        aria-label={t('views.forget', { name: view.name })}
        icon={<Trash2 size={13} />}
        onClick={event => {
          event.stopPropagation();
          views.set(saved.filter(other => other !== view));
        }}
      />
    ),
  }));
  return (
    <>
      {saved.length > 0 && (
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button icon={<Bookmark size={15} />}>{t('views.open')}</Button>
        </Dropdown>
      )}
      <Popover
        trigger="click"
        placement="bottomRight"
        open={asking}
        onOpenChange={setAsking}
        content={
          <Input.Search
            autoFocus
            value={name}
            maxLength={80}
            placeholder={t('views.name')}
            aria-label={t('views.name')}
            enterButton={t('views.keep')}
            onChange={event => setName(event.target.value)}
            onSearch={save}
          />
        }
      >
        <Button icon={<BookmarkPlus size={15} />}>{t('views.save')}</Button>
      </Popover>
    </>
  );
}
