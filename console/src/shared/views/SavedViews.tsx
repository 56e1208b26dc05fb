import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Input, Popover } from 'antd';
import { Bookmark, BookmarkPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCause } from '@/shared/api/useCause';

import { dropView } from './dropView';
import { viewsQuery } from './listViews';
import { saveView } from './saveView';

interface Props {
  /** The room whose views these are. */
  room: string;
  /** What the room shows now, as texts. */
  query: Record<string, string>;
  onOpen: (query: Record<string, string>) => void;
}

/** What the member wants to see again in this room, and the way to keep what is shown now. */
export function SavedViews({ room, query, onOpen }: Props) {
  const { t } = useTranslation('shared');
  const { message } = App.useApp();
  const cause = useCause();
  const queryClient = useQueryClient();
  const saved = (useQuery(viewsQuery).data ?? []).filter(view => view.room === room);
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState('');
  const settled = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: viewsQuery.queryKey }),
    onError: (error: Error) => message.error(cause(error)),
  };
  const drop = useMutation({ mutationFn: dropView, ...settled });
  const save = useMutation({ mutationFn: saveView, ...settled });
  const keep = () => {
    const given = name.trim();
    if (!given) return;
    save.mutate({ id: saved.find(view => view.name === given)?.id ?? null, room, name: given, query });
    setName('');
    setAsking(false);
  };
  const items = saved.map(view => ({
    key: view.id,
    label: view.name,
    onClick: () => onOpen(view.query),
    extra: (
      <Button
        type="text"
        size="small"
        aria-label={t('views.forget', { name: view.name })}
        icon={<Trash2 size={13} />}
        onClick={event => {
          event.stopPropagation();
          drop.mutate(view.id);
        }}
      />
    ),
  }));
  const form = (
    <Input.Search
      autoFocus
      value={name}
      maxLength={80}
      placeholder={t('views.name')}
      aria-label={t('views.name')}
      enterButton={t('views.keep')}
      onChange={event => setName(event.target.value)}
      onSearch={keep}
    />
  );
  return (
    <>
      {saved.length > 0 && (
        <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
          <Button icon={<Bookmark size={15} />}>{t('views.open')}</Button>
        </Dropdown>
      )}
      <Popover trigger="click" placement="bottomRight" open={asking} onOpenChange={setAsking} content={form}>
        <Button icon={<BookmarkPlus size={15} />}>{t('views.save')}</Button>
      </Popover>
    </>
  );
}
