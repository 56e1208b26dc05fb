import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { begun, measured, typeOf } from '../builder/choices';
import { measures, MEASURES, type EventSubject, type Test, type WindowUnit } from '../builder/tree';
import { named, type Words } from './useWords';

interface Props {
  subject: EventSubject;
  words: Words;
  /** A test comes along where the one that stands there does not fit any more. */
  onChange: (subject: EventSubject, test?: Test) => void;
}

const ANY = '';
const UNITS: WindowUnit[] = ['hour', 'day', 'week'];

/** What is asked of somebody's events: of which, what, since when. Only some of them: `FiltersEditor`. */
export function EventsEditor({ subject, words, onChange }: Props) {
  const { t } = useTranslation('segments');
  const { known, called } = words;
  const change = (next: EventSubject) => {
    const type = typeOf(next, known);
    onChange(next, type === typeOf(subject, known) ? undefined : begun(type));
  };
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
          options={named(known.properties, subject.property, called)}
          onChange={next => change({ ...subject, property: next })}
        />
      )}
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('builder.event')}
        style={{ width: 170 }}
        popupMatchSelectWidth={260}
        value={subject.event ?? ANY}
        options={[{ value: ANY, label: t('builder.anyEvent') }, ...named(known.events, subject.event, called)]}
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
    </>
  );
}
