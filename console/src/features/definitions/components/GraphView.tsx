import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import type { FlowBox } from '@/shared/graph/flow';
import { LazyFlow } from '@/shared/graph/LazyFlow';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { ButtonLink } from '@/shared/ui/ButtonLink';
import { Empty } from '@/shared/ui/Empty';
import { Waiting } from '@/shared/ui/Waiting';

import { iconOf } from '../sections';
import { around as surroundings, idOf, ways, type Needs } from '../web';
import styles from './Definitions.module.css';

interface Props {
  /** Everything that there is. */
  items: Needs[];
  /** What fits the search. */
  found: Needs[];
  around: string | undefined;
  onAround: (id: string | undefined) => void;
}

/** A picture of more boxes than this says nothing, and takes long to lay out. */
const MOST = 160;

/** What needs what, as a picture: from above, what is needed; below, what needs it. */
export function GraphView({ items, found, around, onAround }: Props) {
  const { t } = useTranslation('definitions');
  const format = useFormat();
  const language = useLanguage();
  const navigate = useNavigate();
  const [selected, setSelected] = useState<string>();
  const shown = useMemo(() => {
    if (around) return surroundings(items, around);
    return new Set(
      found.filter(one => one.needs.length + one.used_by.length > 0).map(one => idOf(one.section, one.name)),
    );
  }, [items, found, around]);
  const boxes = useMemo(
    () =>
      items
        .filter(item => shown.has(idOf(item.section, item.name)))
        .map((item): FlowBox => ({
          id: idOf(item.section, item.name),
          icon: iconOf(item.section),
          heading: titled(item, language),
          detail: `${t(`one.${item.section}`, { defaultValue: item.section })} · ${item.name}`,
          marks: [],
          figures: [
            { key: 'used', label: t('column.used'), value: format.number(item.used_by.length), tone: 'plain' },
            { key: 'needs', label: t('column.needs'), value: format.number(item.needs.length), tone: 'plain' },
          ],
          tone: idOf(item.section, item.name) === around ? 'begin' : undefined,
        })),
    [items, shown, around, language, t, format],
  );
  const lines = useMemo(() => ways(items, shown).map(way => ({ ...way, id: `${way.from} ${way.to}` })), [items, shown]);
  const marked = boxes.find(box => box.id === selected);
  if (boxes.length === 0) return <Empty title={t('graph.none')} text={t('graph.noneText')} />;
  if (boxes.length > MOST) {
    return <Empty title={t('graph.many', { count: boxes.length })} text={t('graph.manyText')} />;
  }
  const open = (id: string) => {
    const [section = '', ...rest] = id.split('/');
    void navigate({ to: '/definitions/$section/$name', params: { section, name: rest.join('/') }, search: {} });
  };
  return (
    <>
      <div className={styles.graphBar} aria-live="polite">
        {marked ? (
          <>
            <strong>{marked.heading}</strong>
            <span className={styles.faint}>{marked.detail}</span>
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
        <LazyFlow
          label={t('graph.title')}
          boxes={boxes}
          ways={lines}
          height="max(380px, calc(100vh - 330px))"
          selected={selected}
          onSelect={setSelected}
        />
      </Suspense>
    </>
  );
}
