import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { LazyWeb } from '@/shared/graph/LazyWeb';
import type { WebTag } from '@/shared/graph/tag';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { ButtonLink } from '@/shared/ui/ButtonLink';
import { Empty } from '@/shared/ui/Empty';
import { Waiting } from '@/shared/ui/Waiting';

import { iconOf } from '../sections';
import { around as surroundings, idOf, pictured, ways, type Needs } from '../web';
import styles from './Definitions.module.css';

interface Props {
  /** Everything that there is. */
  items: Needs[];
  /** What fits the search. */
  found: Needs[];
  around: string | undefined;
  onAround: (id: string | undefined) => void;
}

/** A picture of more than this says nothing, and takes long to lay out. */
const MOST = 160;

/** What needs what, as a picture: on the left what is needed, on the right what needs it. */
export function GraphView({ items, found, around, onAround }: Props) {
  const { t } = useTranslation('definitions');
  const language = useLanguage();
  const navigate = useNavigate();
  const [selected, setSelected] = useState<string>();
  const shown = useMemo(() => {
    if (around) return surroundings(items, around);
    return pictured(items, found);
  }, [items, found, around]);
  const tags = useMemo(
    () =>
      items
        .filter(item => shown.has(idOf(item.section, item.name)))
        .map((item): WebTag => ({
          id: idOf(item.section, item.name),
          icon: iconOf(item.section),
          title: titled(item, language),
          note: `${t(`one.${item.section}`, { defaultValue: item.section })} · ${item.name}`,
        })),
    [items, shown, language, t],
  );
  const lines = useMemo(() => ways(items, shown), [items, shown]);
  const marked = tags.find(tag => tag.id === selected);
  const lit = useMemo(
    () => (selected && selected !== around ? surroundings(items, selected) : undefined),
    [items, selected, around],
  );
  if (tags.length === 0) return <Empty title={t('graph.none')} text={t('graph.noneText')} />;
  if (tags.length > MOST) {
    return <Empty title={t('graph.many', { count: tags.length })} text={t('graph.manyText')} />;
  }
  const open = (id: string) => {
    const [section = '', ...rest] = id.split('/');
    void navigate({ to: '/definitions/$section/$name', params: { section, name: rest.join('/') }, search: {} });
  };
  return (
    <div className={styles.graph}>
      <div className={styles.graphBar} aria-live="polite">
        {marked ? (
          <>
            <strong>{marked.title}</strong>
            <span className={styles.faint}>{marked.note}</span>
            <Button size="small" onClick={() => open(marked.id)}>
              {t('graph.open')}
            </Button>
            {marked.id !== around && (
              <Button size="small" onClick={() => onAround(marked.id)}>
                {t('graph.around')}
              </Button>
            )}
          </>
        ) : (
          <span className={styles.faint}>{t('graph.hint')}</span>
        )}
        {around && (
          <ButtonLink to="/definitions" search={{ view: 'graph' }} size="small" className={styles.push}>
            {t('graph.all')}
          </ButtonLink>
        )}
      </div>
      <Suspense fallback={<Waiting rows={6} />}>
        <LazyWeb
          label={t('graph.title')}
          tags={tags}
          lines={lines}
          height="max(380px, calc(100vh - 340px))"
          selected={selected}
          lit={lit}
          onSelect={setSelected}
        />
      </Suspense>
    </div>
  );
}
