import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { freeName } from '@/shared/definitions/withSegment';
import { useDraft } from '@/shared/draft/useDraft';
import { useMay } from '@/shared/session/may';
import { ExpressionField } from '@/shared/sql/ExpressionField';
import { Panel } from '@/shared/ui/Panel';
import { Waiting } from '@/shared/ui/Waiting';

import { read } from '../builder/read';
import { group, type Group } from '../builder/tree';
import { write } from '../builder/write';
import { MOST_IN_URL, type BuilderSearch } from '../search';
import { GroupEditor } from './GroupEditor';
import { PreviewPanel } from './PreviewPanel';
import styles from './Segments.module.css';
import { useWords } from './useWords';

interface Existing {
  name: string;
  title: Record<string, string>;
  when: string;
}

interface Props {
  /** The segment that is changed; without one a new one is made. */
  existing?: Existing;
  search: BuilderSearch;
  onSearch: (search: BuilderSearch) => void;
}

/** A segment by conditions or as a text, with its preview beside it. Saving notes it for review; nothing holds before that. */
export function SegmentForm({ existing, search, onSearch }: Props) {
  const { t } = useTranslation('segments');
  const navigate = useNavigate();
  const words = useWords();
  const may = useMay('define');
  const { keep } = useDraft();
  const { data: definitions } = useQuery(definitionsQuery);
  const begin = search.text ?? existing?.when ?? '';
  const [text, setText] = useState(begin);
  const [tree, setTree] = useState<Group | null>(() => read(begin));
  const [asText, setAsText] = useState(search.as === 'sql' || tree === null);
  const [title, setTitle] = useState(existing?.title ?? {});
  const [typed, setTyped] = useState(existing?.name ?? '');
  const taken = new Set(
    [definitions?.features, definitions?.segments, definitions?.stages].flatMap(one => Object.keys(one ?? {})),
  );
  const wished = typed || (title.en ?? '');
  const name = existing?.name ?? (typed || !wished ? wished : freeName(wished, taken));
  const nameWrong =
    existing || !name
      ? null
      : !/^[a-z][a-z0-9_]{0,62}$/.test(name)
        ? t('form.nameForm')
        : taken.has(name)
          ? t('form.nameTaken')
          : null;
  const said = text.trim() === '' ? 'true' : text;

  const change = (next: string, as: BuilderSearch['as']) => {
    setText(next);
    onSearch({ text: next.length <= MOST_IN_URL && next !== existing?.when ? next : undefined, as });
  };
  const build = (next: Group) => {
    setTree(next);
    change(write(next), undefined);
  };
  const turn = (to: 'builder' | 'sql') => {
    if (to === 'builder') setTree(read(text));
    setAsText(to === 'sql');
    onSearch({
      ...search,
      text: text !== existing?.when ? text.slice(0, MOST_IN_URL) : undefined,
      as: to === 'sql' ? 'sql' : undefined,
    });
  };
  const save = async () => {
    const titles = Object.fromEntries(Object.entries(title).filter(([, one]) => one.trim() !== ''));
    await keep('segments', name, Object.keys(titles).length > 0 ? { title: titles, when: said } : said);
    await navigate({ to: '/definitions/review' });
  };
  const shown = asText ? null : tree;
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        <Panel
          title={t('form.who')}
          actions={
            <Segmented
              size="small"
              aria-label={t('form.as')}
              value={shown ? 'builder' : 'sql'}
              options={[
                { value: 'builder', label: t('form.builder'), disabled: read(text) === null },
                { value: 'sql', label: t('form.sql') },
              ]}
              onChange={to => turn(to as 'builder' | 'sql')}
            />
          }
        >
          {shown ? (
            words.ready ? (
              <GroupEditor whole={shown.items.length === 0 ? group() : shown} words={words} onChange={build} />
            ) : (
              <Waiting rows={3} />
            )
          ) : (
            <>
              <ExpressionField
                label={t('form.who')}
                kind="segment"
                value={text}
                onChange={next => change(next, 'sql')}
                placeholder={t('form.example')}
              />
              {read(text) === null && <p className={styles.faint}>{t('form.onlySql')}</p>}
            </>
          )}
        </Panel>
        {shown && (
          <Panel title={t('form.text')} note={t('form.textNote')}>
            <code className={styles.code}>{said}</code>
          </Panel>
        )}
        <Panel title={t('form.name')}>
          <div className={styles.names}>
            {(['zh', 'en'] as const).map(language => (
              <label key={language} className={styles.label}>
                {t(`form.title.${language}`)}
                <Input
                  lang={language}
                  maxLength={120}
                  value={title[language] ?? ''}
                  onChange={event => setTitle({ ...title, [language]: event.target.value })}
                />
              </label>
            ))}
            <label className={styles.label}>
              {t('form.short')}
              <Input
                maxLength={63}
                disabled={existing !== undefined}
                value={name}
                status={nameWrong ? 'error' : undefined}
                onChange={event => setTyped(event.target.value)}
              />
              {nameWrong && <span className={styles.wrong}>{nameWrong}</span>}
            </label>
          </div>
        </Panel>
        <div className={styles.actions}>
          <Button type="primary" disabled={!may || !name || nameWrong !== null} onClick={() => void save()}>
            {t('form.review')}
          </Button>
          <span className={styles.faint}>
            {may ? (name ? t('form.nothingYet') : t('form.nameFirst')) : t('form.mayNot')}
          </span>
        </div>
      </div>
      <div className={styles.sticky}>
        <PreviewPanel text={said} against={existing?.name ?? null} />
      </div>
    </div>
  );
}
