import { Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { useMay } from '@/shared/session/may';
import { ExpressionField } from '@/shared/sql/ExpressionField';
import { Panel } from '@/shared/ui/Panel';

import type { Known } from '../known';
import type { Journey } from '../types';
import type { Draft } from '../useDraft';
import { again, begins } from '../words';
import { Field } from './Field';
import styles from './Journeys.module.css';

type By = 'event' | 'segment' | 'stage';

/** What begins the journey, for whom, how often, and what ends it early. */
export function StartPanel({ draft, known }: { draft: Draft; known: Known }) {
  const { t } = useTranslation('journeys');
  const define = useMay('define');
  const { journey } = draft;
  const by: By = journey.on_segment !== undefined ? 'segment' : journey.on_stage !== undefined ? 'stage' : 'event';
  const put = (part: Partial<Journey>, mark?: string) => draft.edit({ ...journey, ...part }, mark && `start ${mark}`);
  const none = { on_event: undefined, on_segment: undefined, on_stage: undefined };
  const turn = (to: By) => {
    const first = {
      event: "event = 'Order Completed'",
      segment: known.segments[0]?.value,
      stage: known.stages[0]?.value,
    };
    put({ ...none, [`on_${to}`]: first[to] ?? '' });
  };
  const called = (language: 'en' | 'zh') => (
    <Field label={t(`field.title.${language}`)}>
      {id => (
        <Input
          id={id}
          lang={language}
          maxLength={120}
          value={journey.title?.[language] ?? ''}
          onChange={event => put({ title: { ...journey.title, [language]: event.target.value } }, language)}
        />
      )}
    </Field>
  );
  return (
    <Panel title={t('start')} note={again(journey, t)}>
      <div className={styles.form}>
        <p className={styles.faint}>{begins(journey, t, known)}</p>
        {define && (
          <Segmented
            block
            aria-label={t('field.by')}
            value={by}
            options={(['event', 'segment', 'stage'] as const).map(one => ({ value: one, label: t(`by.${one}`) }))}
            onChange={turn}
          />
        )}
        {by === 'event' && (
          <Expression
            label={t('field.onEvent')}
            kind="event"
            text={journey.on_event}
            define={define}
            onText={on_event => put({ on_event }, 'on')}
          />
        )}
        {by !== 'event' && (
          <Field label={t(`by.${by}`)}>
            {id => (
              <Select
                id={id}
                disabled={!define}
                showSearch={{ optionFilterProp: 'label' }}
                value={journey[`on_${by}`]}
                options={by === 'segment' ? known.segments : known.stages}
                onChange={name => put({ [`on_${by}`]: name })}
              />
            )}
          </Field>
        )}
        <Expression
          label={t('field.when')}
          kind="segment"
          text={journey.when}
          define={define}
          onText={when => put({ when: when || undefined }, 'when')}
        />
        <Field label={t('field.reentry')}>
          {id => (
            <Input
              id={id}
              disabled={!define}
              value={journey.reentry ?? 'never'}
              onChange={event => put({ reentry: event.target.value }, 'reentry')}
            />
          )}
        </Field>
        <Expression
          label={t('field.exitOn')}
          kind="event"
          text={journey.exit_on}
          define={define}
          onText={exit_on => put({ exit_on: exit_on || undefined }, 'exit')}
        />
        {define && called('en')}
        {define && called('zh')}
      </div>
    </Panel>
  );
}

interface ExpressionProps {
  label: string;
  kind: 'event' | 'segment';
  text: string | undefined;
  define: boolean;
  onText: (text: string) => void;
}

function Expression({ label, kind, text, define, onText }: ExpressionProps) {
  return (
    <div className={styles.field}>
      <span className={styles.label}>{label}</span>
      <ExpressionField label={label} kind={kind} value={text ?? ''} onChange={define ? onText : undefined} />
    </div>
  );
}
