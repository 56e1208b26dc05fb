import { Button, Dropdown, Segmented, Tooltip } from 'antd';
import { History, List, Plus, Redo2, Save, Undo2, UserRoundCheck, Workflow, CalendarClock } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay } from '@/shared/session/may';
import { Pill } from '@/shared/ui/Pill';

import { inserted } from '../edits';
import type { Known } from '../known';
import { ICONS } from '../picture';
import type { JourneySearch, Side } from '../search';
import { KINDS } from '../steps';
import type { Kind } from '../types';
import type { Draft } from '../useDraft';
import styles from './Journeys.module.css';
import { SaveDialog } from './SaveDialog';

interface Props {
  draft: Draft;
  isNew: boolean;
  known: Known;
  search: JourneySearch;
  onChange: (part: Partial<JourneySearch>) => void;
}

/** What one can do with the whole journey: look at it another way, add, go back, try, save. */
export function JourneyBar({ draft, isNew, known, search, onChange }: Props) {
  const { t } = useTranslation('journeys');
  const define = useMay('define');
  const [saving, setSaving] = useState(false);
  const { journey } = draft;
  const add = (kind: Kind) => {
    const open = journey.steps.find(step => step.name === search.step);
    const last = journey.steps.findLast(step => !step.exit);
    const after = search.step === 'start' ? null : ((open ?? last)?.name ?? null);
    const made = inserted(journey, after, kind, known.templates[0]?.value);
    draft.edit(made.journey);
    onChange({ step: made.name, side: undefined });
  };
  const kinds = KINDS.map(kind => {
    const Icon = ICONS[kind];
    return { key: kind, icon: <Icon size={15} />, label: t(`kind.${kind}`), onClick: () => add(kind) };
  });
  const icon = (label: string, sign: ReactNode, act: (() => void) | undefined) => (
    <Tooltip title={label}>
      <Button icon={sign} aria-label={label} disabled={!act} onClick={act} />
    </Tooltip>
  );
  const side = (name: Side, sign: ReactNode) => (
    <Button
      icon={sign}
      aria-pressed={search.side === name}
      type={search.side === name ? 'primary' : 'default'}
      onClick={() => onChange({ side: search.side === name ? undefined : name })}
    >
      {t(`side.${name}`)}
    </Button>
  );
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('bar')} data-print="no">
      <Segmented
        aria-label={t('view.choose')}
        value={search.view ?? 'picture'}
        options={[
          { value: 'picture', label: t('view.picture'), icon: <Workflow size={14} /> },
          { value: 'list', label: t('view.list'), icon: <List size={14} /> },
        ]}
        onChange={view => onChange({ view: view === 'list' ? 'list' : undefined })}
      />
      {define && (
        <>
          <Dropdown trigger={['click']} menu={{ items: kinds }}>
            <Button icon={<Plus size={15} />}>{t('add')}</Button>
          </Dropdown>
          {icon(t('undo'), <Undo2 size={15} />, draft.undo)}
          {icon(t('redo'), <Redo2 size={15} />, draft.redo)}
        </>
      )}
      <span className="grow" />
      {side('try', <UserRoundCheck size={15} />)}
      {side('past', <CalendarClock size={15} />)}
      {!isNew && side('versions', <History size={15} />)}
      {define && (draft.dirty || isNew) && (
        <>
          <Pill tone="amber">{isNew ? t('new') : t('changed')}</Pill>
          {!isNew && <Button onClick={draft.discard}>{t('discard')}</Button>}
          <Button type="primary" icon={<Save size={15} />} onClick={() => setSaving(true)}>
            {t('save.action')}
          </Button>
        </>
      )}
      <SaveDialog draft={draft} open={saving} onClose={() => setSaving(false)} />
    </div>
  );
}
