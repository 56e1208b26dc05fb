import { Modal } from 'antd';
import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from './entries';
import styles from './Palette.module.css';
import { useEntries } from './useEntries';

/** Goes anywhere by a few letters: ⌘K, arrows, Enter. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      title={null}
      width={620}
      destroyOnHidden
      style={{ top: '12vh' }}
      styles={{ container: { padding: 0 } }}
    >
      <Box onClose={onClose} open={open} />
    </Modal>
  );
}

function Box({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('frame');
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const entries = useEntries(useDeferredValue(typed), open);
  const at = Math.min(chosen, Math.max(0, entries.length - 1));

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const go = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.go();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length > 0) {
      event.preventDefault();
      setChosen((at + step + entries.length) % entries.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      go(entries[at]);
    }
  };
  return (
    <>
      <div className={styles.field}>
        <Search size={17} aria-hidden />
        <input
          className={styles.input}
          autoFocus
          value={typed}
          placeholder={t('palette.placeholder')}
          role="combobox"
          aria-label={t('palette.placeholder')}
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={entries[at] ? `palette-${at}` : undefined}
          onChange={event => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <ul className={styles.list} id="palette-list" role="listbox" aria-label={t('palette.results')} ref={list}>
        {entries.map((entry, place) => (
          <Line
            key={entry.id}
            entry={entry}
            place={place}
            selected={place === at}
            first={entries[place - 1]?.group !== entry.group}
            onPoint={() => setChosen(place)}
            onGo={() => go(entry)}
          />
        ))}
      </ul>
      {entries.length === 0 && <div className={styles.none}>{t('palette.none')}</div>}
    </>
  );
}

interface LineProps {
  entry: Entry;
  place: number;
  selected: boolean;
  /** Whether its group begins here. */
  first: boolean;
  onPoint: () => void;
  onGo: () => void;
}

function Line({ entry, place, selected, first, onPoint, onGo }: LineProps) {
  const { t } = useTranslation('frame');
  return (
    <>
      {first && (
        <li className={styles.group} role="presentation">
          {t(`palette.${entry.group}`)}
        </li>
      )}
      <li
        id={`palette-${place}`}
        role="option"
        aria-selected={selected}
        className={styles.entry}
        onMouseMove={onPoint}
        onClick={onGo}
      >
        <entry.icon size={16} aria-hidden />
        <span>{entry.label}</span>
        {entry.hint && <span className={styles.hint}>{entry.hint}</span>}
      </li>
    </>
  );
}
