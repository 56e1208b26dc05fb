import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useDraft } from '@/shared/draft/useDraft';
import { block } from '@/shared/draft/spelling';
import { Panel } from '@/shared/ui/Panel';
import { Pill } from '@/shared/ui/Pill';

import { iconOf } from '../sections';
import styles from './Definitions.module.css';

/** What was changed, one by one; each can be taken back. Says where somebody else changed the same meanwhile. */
export function EditsPanel({ yaml }: { yaml: string }) {
  const { t } = useTranslation('definitions');
  const { modal } = App.useApp();
  const { edits, drop, clear } = useDraft();
  const lines = useMemo(() => edits.map(edit => ({ edit, now: block(yaml, edit.section, edit.name) })), [yaml, edits]);
  const dropAll = () =>
    modal.confirm({
      title: t('draft.dropAllTitle'),
      okText: t('draft.dropAll'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: clear,
    });
  return (
    <Panel
      title={t('draft.title')}
      note={t('draft.count', { count: edits.length })}
      actions={
        <Button size="small" type="text" danger onClick={dropAll}>
          {t('draft.dropAll')}
        </Button>
      }
    >
      <ul className={styles.list}>
        {lines.map(({ edit, now }) => {
          const Icon = iconOf(edit.section);
          const what = edit.value === null ? 'removed' : now === '' ? 'added' : 'changed';
          return (
            <li key={`${edit.section}/${edit.name}`} className={styles.line}>
              <Icon size={14} aria-hidden />
              {edit.section === 'workspace' ? (
                <span>{edit.name}</span>
              ) : (
                <Link to="/definitions/$section/$name" params={{ section: edit.section, name: edit.name }} search={{}}>
                  {edit.name}
                </Link>
              )}
              <Pill tone={what === 'removed' ? 'bad' : what === 'added' ? 'good' : 'amber'}>{t(`draft.${what}`)}</Pill>
              {now !== edit.was && (
                <Pill tone="bad" title={t('draft.meanwhileText')}>
                  {t('draft.meanwhile')}
                </Pill>
              )}
              <Button
                className={styles.push}
                type="text"
                size="small"
                icon={<X size={14} />}
                aria-label={t('draft.dropOne', { name: edit.name })}
                onClick={() => drop(edit.section, edit.name)}
              />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
