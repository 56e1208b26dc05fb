import { Button, Select } from 'antd';
import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { chosen, keyOf, typeOf } from '../builder/choices';
import type { Condition, Flag, Item } from '../builder/tree';
import styles from './Builder.module.css';
import { EventsEditor } from './EventsEditor';
import { FiltersEditor } from './FiltersEditor';
import { TestEditor } from './TestEditor';
import type { Words } from './useWords';

interface Props {
  item: Condition | Flag;
  words: Words;
  onChange: (item: Item) => void;
  onRemove: () => void;
}

/** One line: what it is about, how it is compared, with what. */
export function ConditionEditor({ item, words, onChange, onRemove }: Props) {
  const { t } = useTranslation('segments');
  const { known, called } = words;
  const key = keyOf(item);
  const options = useMemo(() => {
    const option = (prefix: string) => (word: { text: string }) => ({
      value: `${prefix}:${word.text}`,
      label: called(word.text),
      sought: `${called(word.text)} ${word.text}`,
    });
    const groups = [
      {
        label: t('builder.kind.events'),
        options: [{ value: 'events', label: t('builder.didSomething'), sought: t('builder.didSomething') }],
      },
      { label: t('builder.kind.features'), options: known.features.map(option('value')) },
      { label: t('builder.kind.traits'), options: known.traits.map(option('value')) },
      { label: t('builder.kind.scores'), options: known.scores.map(option('value')) },
      {
        label: t('builder.kind.stage'),
        options:
          known.stages.length > 0
            ? [{ value: 'value:stage', label: t('builder.stage'), sought: `${t('builder.stage')} stage` }]
            : [],
      },
      { label: t('builder.kind.segments'), options: known.segments.map(option('flag')) },
    ].filter(one => one.options.length > 0);
    const there = groups.some(one => one.options.some(two => two.value === key));
    const bare = key.slice(key.indexOf(':') + 1);
    return there
      ? groups
      : [{ label: t('builder.kind.other'), options: [{ value: key, label: called(bare), sought: bare }] }, ...groups];
  }, [known, called, key, t]);
  return (
    <div className={styles.condition}>
      <div className={styles.parts}>
        <Select
          showSearch={{ optionFilterProp: 'sought' }}
          aria-label={t('builder.about')}
          style={{ width: 190 }}
          popupMatchSelectWidth={280}
          value={key}
          options={options}
          onChange={next => onChange(chosen(next, item, known))}
        />
        {item.kind === 'flag' ? (
          <Select
            aria-label={t('builder.comparison')}
            style={{ width: 120 }}
            value={item.holds}
            options={[
              { value: true, label: t('builder.holds') },
              { value: false, label: t('builder.holdsNot') },
            ]}
            onChange={holds => onChange({ ...item, holds })}
          />
        ) : (
          <>
            {item.subject.kind === 'events' && (
              <EventsEditor
                subject={item.subject}
                words={words}
                onChange={(subject, test) => onChange({ ...item, subject, test: test ?? item.test })}
              />
            )}
            <TestEditor
              test={item.test}
              type={typeOf(item.subject, known)}
              options={
                item.subject.kind === 'value' && item.subject.path === 'stage'
                  ? known.stages.map(stage => ({ value: stage.text, label: called(stage.text) }))
                  : undefined
              }
              onChange={test => onChange({ ...item, test })}
            />
            {item.subject.kind === 'events' && (
              <FiltersEditor
                subject={item.subject}
                words={words}
                onChange={subject => onChange({ ...item, subject })}
              />
            )}
          </>
        )}
      </div>
      <Button type="text" size="small" icon={<X size={14} />} aria-label={t('builder.remove')} onClick={onRemove} />
    </div>
  );
}
