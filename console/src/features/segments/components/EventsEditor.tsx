import { Button, InputNumber, Select } from 'antd';
import { Filter as Funnel, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { begun, measured, typeOf } from '../builder/choices';
import { measures, MEASURES, type EventSubject, type Filter, type Test, type WindowUnit } from '../builder/tree';
import styles from './Builder.module.css';
import { TestEditor } from './TestEditor';
import type { Words } from './useWords';

interface Props {
  subject: EventSubject;
  words: Words;
  /** A test comes along where the one that stands there does not fit any more. */
  onChange: (subject: EventSubject, test?: Test) => void;
}

const ANY = '';
const UNITS: WindowUnit[] = ['hour', 'day', 'week'];

/** What is asked of somebody's events: of which, what, since when. */
export function EventsEditor({ subject, words, onChange }: Props) {
  const { t } = useTranslation('segments');
  const { known, called } = words;
  const named = (text: string) => ({ value: text, label: called(text) });
  const withPresent = (texts: string[], present: string | null) =>
    (present === null || texts.includes(present) ? texts : [present, ...texts]).map(named);
  const change = (next: EventSubject) => {
    const type = typeOf(next, known);
    onChange(next, type === typeOf(subject, known) ? undefined : begun(type));
  };
  const refilter = (filters: Filter[]) => onChange({ ...subject, filters });
  const property = known.properties[0]?.text;
  return (
    <>
      <Select
        aria-label={t('builder.measure')}
        style={{ width: 150 }}
        value={subject.measure}
        options={MEASURES.map(measure => ({ value: measure, label: t(`builder.measures.${measure}`) }))}
        onChange={measure => change(measured(subject, measure, measures(measure), known))}
      />
      {subject.property !== null && (
        <Select
          showSearch
          aria-label={t('builder.property')}
          style={{ width: 130 }}
          popupMatchSelectWidth={220}
          value={subject.property}
          options={withPresent(
            known.properties.map(one => one.text),
            subject.property,
          )}
          onChange={next => change({ ...subject, property: next })}
        />
      )}
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('builder.event')}
        style={{ width: 170 }}
        popupMatchSelectWidth={260}
        value={subject.event ?? ANY}
        options={[
          { value: ANY, label: t('builder.anyEvent') },
          ...withPresent(
            known.events.map(one => one.text),
            subject.event,
          ),
        ]}
        onChange={event => onChange({ ...subject, event: event === ANY ? null : event })}
      />
      <Select
        aria-label={t('builder.window')}
        style={{ width: 110 }}
        value={subject.window ? 'last' : 'ever'}
        options={[
          { value: 'last', label: t('builder.inLast') },
          { value: 'ever', label: t('builder.ever') },
        ]}
        onChange={which => onChange({ ...subject, window: which === 'ever' ? null : { count: 30, unit: 'day' } })}
      />
      {subject.window && (
        <>
          <InputNumber
            aria-label={t('builder.howLong')}
            style={{ width: 76 }}
            min={1}
            max={9999}
            precision={0}
            value={subject.window.count}
            onChange={count =>
              count && onChange({ ...subject, window: { count, unit: subject.window?.unit ?? 'day' } })
            }
          />
          <Select
            aria-label={t('builder.unit')}
            style={{ width: 86 }}
            value={subject.window.unit}
            options={UNITS.map(unit => ({ value: unit, label: t(`builder.units.${unit}`) }))}
            onChange={unit => onChange({ ...subject, window: { count: subject.window?.count ?? 30, unit } })}
          />
        </>
      )}
      {property && (
        <Button
          type="text"
          size="small"
          icon={<Funnel size={14} />}
          onClick={() => refilter([...subject.filters, { path: property, test: begun(known.type(property)) }])}
        >
          {t('builder.addFilter')}
        </Button>
      )}
      {subject.filters.length > 0 && (
        <ul className={styles.filters} aria-label={t('builder.filters')}>
          {subject.filters.map((filter, place) => (
            <li key={place} className={styles.filter}>
              <span className={styles.word}>{t(place === 0 ? 'builder.where' : 'builder.and')}</span>
              <Select
                showSearch
                aria-label={t('builder.property')}
                style={{ width: 150 }}
                popupMatchSelectWidth={220}
                value={filter.path}
                options={withPresent(
                  known.properties.map(one => one.text),
                  filter.path,
                )}
                onChange={path =>
                  refilter(
                    subject.filters.map((one, index) =>
                      index === place ? { path, test: begun(known.type(path)) } : one,
                    ),
                  )
                }
              />
              <TestEditor
                test={filter.test}
                type={known.type(filter.path)}
                inEvent
                onChange={test =>
                  refilter(subject.filters.map((one, index) => (index === place ? { ...one, test } : one)))
                }
              />
              <Button
                type="text"
                size="small"
                icon={<X size={14} />}
                aria-label={t('builder.removeFilter')}
                onClick={() => refilter(subject.filters.filter((_, index) => index !== place))}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
