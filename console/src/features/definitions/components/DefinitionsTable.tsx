import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Edit } from '@/shared/draft/draft';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { Pill } from '@/shared/ui/Pill';
import { Rows, type Column } from '@/shared/ui/Rows';

import { iconOf, SECTIONS } from '../sections';
import type { Needs } from '../web';
import styles from './Definitions.module.css';

const ROW = 52;

/** Definitions, section by section, with how many others each needs and how many need it. */
export function DefinitionsTable({ items, edits }: { items: Needs[]; edits: Edit[] }) {
  const { t } = useTranslation('definitions');
  const format = useFormat();
  const language = useLanguage();
  const rows = useMemo(() => {
    const order = (item: Needs) => (SECTIONS as readonly string[]).indexOf(item.section);
    return [...items].sort((one, other) => order(one) - order(other) || one.name.localeCompare(other.name));
  }, [items]);
  const columns = useMemo((): Column<Needs>[] => {
    const changed = new Map(edits.map(edit => [`${edit.section}/${edit.name}`, edit]));
    return [
      {
        key: 'name',
        title: t('column.name'),
        width: 'minmax(190px, 1.6fr)',
        render: item => (
          <Link
            to="/definitions/$section/$name"
            params={{ section: item.section, name: item.name }}
            search={{}}
            className={styles.name}
          >
            <span className={styles.title}>{titled(item, language)}</span>
            <span className={styles.faint}>{item.name}</span>
          </Link>
        ),
      },
      {
        key: 'section',
        title: t('column.section'),
        width: 'minmax(130px, 1fr)',
        render: item => {
          const Icon = iconOf(item.section);
          return (
            <span className={styles.kind}>
              <Icon size={15} aria-hidden />
              {t(`one.${item.section}`, { defaultValue: item.section })}
            </span>
          );
        },
      },
      {
        key: 'used',
        title: t('column.used'),
        width: '96px',
        right: true,
        render: item =>
          item.used_by.length > 0 ? (
            format.number(item.used_by.length)
          ) : (
            <span className={styles.faint}>{t('column.unused')}</span>
          ),
      },
      {
        key: 'needs',
        title: t('column.needs'),
        width: '80px',
        right: true,
        render: item => format.number(item.needs.length),
      },
      {
        key: 'draft',
        title: t('column.draft'),
        width: '110px',
        render: item => {
          const edit = changed.get(`${item.section}/${item.name}`);
          return (
            edit && (
              <Pill tone={edit.value === null ? 'bad' : 'amber'}>
                {t(edit.value === null ? 'draft.removed' : 'draft.changed')}
              </Pill>
            )
          );
        },
      },
    ];
  }, [edits, t, format, language]);
  return (
    <Rows
      label={t('title')}
      columns={columns}
      rows={rows}
      rowKey={item => `${item.section}/${item.name}`}
      height="max(320px, calc(100vh - 290px))"
      rowHeight={ROW}
    />
  );
}
