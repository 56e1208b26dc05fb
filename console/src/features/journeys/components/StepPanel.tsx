import { Link } from '@tanstack/react-router';
import { Button, Input, Select, Tooltip } from 'antd';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { useMay } from '@/shared/session/may';
import { Facts } from '@/shared/ui/Facts';
import { Panel } from '@/shared/ui/Panel';

import { changed, moved, removed, turned } from '../edits';
import type { Known } from '../known';
import { capsOf } from '../picture';
import { freshName, kindOf, KINDS } from '../steps';
import type { Counts, Step } from '../types';
import type { Draft } from '../useDraft';
import { does, lasting } from '../words';
import { BranchFields } from './BranchFields';
import { Field } from './Field';
import { MessageFields } from './MessageFields';
import styles from './Journeys.module.css';
import { NameField } from './NameField';
import { UntilFields } from './UntilFields';

interface Props {
  draft: Draft;
  step: Step;
  counts: Counts | undefined;
  known: Known;
  onOpen: (name: string | undefined) => void;
}

/** One step: its counts, and what it does, to change. */
export function StepPanel({ draft, step, counts, known, onOpen }: Props) {
  const { t } = useTranslation('journeys');
  const format = useFormat();
  const define = useMay('define');
  const { journey } = draft;
  const kind = kindOf(step);
  const others = journey.steps.filter(one => one.name !== step.name).map(one => ({ value: one.name, label: one.name }));
  const put = (now: Step, mark?: string) =>
    draft.edit(changed(journey, step.name, now), mark && `${step.name} ${mark}`);
  const rename = (wanted: string) => {
    if (wanted === step.name || wanted === '') return;
    const name = freshName({ ...journey, steps: journey.steps.filter(one => one !== step) }, wanted);
    put({ ...step, name });
    onOpen(name);
  };
  const fields = { step, others, known, onChange: put, locked: !define };
  const shown = (
    step.message !== undefined
      ? (['sent', 'held_back', 'failed', 'passed'] as const)
      : step.branch
        ? (['passed'] as const)
        : (['waiting', 'passed'] as const)
  ).map(what => ({ name: t(`count.${what}`), value: format.number(counts?.[what] ?? 0) }));
  return (
    <Panel
      title={step.name}
      note={t(`kind.${kind}`)}
      actions={
        define && (
          <span className={styles.acts}>
            {acts(t).map(([label, sign, by]) => (
              <Tooltip key={label} title={label}>
                <Button
                  size="small"
                  type="text"
                  icon={sign}
                  aria-label={label}
                  onClick={() => draft.edit(moved(journey, step.name, by))}
                />
              </Tooltip>
            ))}
            <Tooltip title={t('remove')}>
              <Button
                size="small"
                type="text"
                icon={<Trash2 size={14} />}
                aria-label={t('remove')}
                disabled={journey.steps.length === 1}
                onClick={() => {
                  draft.edit(removed(journey, step.name));
                  onOpen(undefined);
                }}
              />
            </Tooltip>
          </span>
        )
      }
    >
      <div className={styles.form}>
        {counts && !step.exit && <Facts facts={shown} />}
        <p className={styles.faint}>{does(step, t, known)}</p>
        {define && <NameField key={step.name} name={step.name} onName={rename} />}
        {define && (
          <Field label={t('field.kind')}>
            {id => (
              <Select
                id={id}
                value={kind}
                options={KINDS.map(one => ({ value: one, label: t(`kind.${one}`) }))}
                onChange={one => put(turned(step, one, known.templates[0]?.value ?? ''))}
              />
            )}
          </Field>
        )}
        {kind === 'message' && <MessageFields {...fields} />}
        {kind === 'wait' && (
          <Field label={t('field.wait')}>
            {id => (
              <Input
                id={id}
                value={step.wait}
                disabled={!define}
                suffix={<span className={styles.faint}>{lasting(step.wait ?? '', t)}</span>}
                onChange={event => put({ ...step, wait: event.target.value }, 'wait')}
              />
            )}
          </Field>
        )}
        {kind === 'until' && <UntilFields {...fields} />}
        {kind === 'branch' && <BranchFields {...fields} />}
        {kind !== 'branch' && kind !== 'exit' && (
          <Field label={t('field.to')}>
            {id => (
              <Select
                id={id}
                allowClear
                disabled={!define}
                value={step.to}
                placeholder={t('field.inOrder')}
                options={others}
                onChange={(to: string | undefined) => put({ ...step, to })}
              />
            )}
          </Field>
        )}
        {capsOf(step, known).map(cap => (
          <p key={cap.name} className={styles.faint}>
            {t('cap.long', { name: cap.name, limit: cap.limit, time: lasting(cap.per, t) })}
          </p>
        ))}
        {step.message !== undefined && known.exempt(step.purpose) && <p className={styles.faint}>{t('cap.none')}</p>}
        {step.message && (
          <Link to="/messages" search={{ template: step.message }}>
            {t('preview')}
          </Link>
        )}
      </div>
    </Panel>
  );
}

function acts(t: (key: 'up' | 'down') => string) {
  return [
    [t('up'), <ArrowUp key="up" size={14} />, -1],
    [t('down'), <ArrowDown key="down" size={14} />, 1],
  ] as const;
}
