import { Button, Select } from 'antd';
import { Filter as Funnel, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { begun } from '../builder/choices';
import type { EventSubject, Filter } from '../builder/tree';
import styles from './Builder.module.css';
import { TestEditor } from './TestEditor';
import { named, type Words } from './useWords';

interface Props {
  subject: EventSubject;
  words: Words;
  onChange: (subject: EventSubject) => void;
}

/** Which of the events count: conditions on their properties. */
export function FiltersEditor({ subject, words, onChange }: Props) {
  const { t } = useTranslation('segments');
  const { known, called } = words;
  const refilter = (filters: Filter[]) => onChange({ ...subject, filters });
  const property = known.properties[0]?.text;
  return (
    <>
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
                options={named(known.properties, filter.path, called)}
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
