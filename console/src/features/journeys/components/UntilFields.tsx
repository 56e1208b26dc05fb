import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { ExpressionField } from '@/shared/sql/ExpressionField';

import { lasting } from '../words';
import { Field } from './Field';
import styles from './Journeys.module.css';
import type { FieldsProps } from './MessageFields';

/** For which event one waits, how long at most, and what then. */
export function UntilFields({ step, others, onChange, locked }: FieldsProps) {
  const { t } = useTranslation('journeys');
  return (
    <>
      <div className={styles.field}>
        <span className={styles.label}>{t('field.until')}</span>
        <ExpressionField
          label={t('field.until')}
          kind="event"
          value={step.until ?? ''}
          onChange={locked ? undefined : until => onChange({ ...step, until }, 'until')}
        />
      </div>
      <Field label={t('field.timeout')}>
        {id => (
          <Input
            id={id}
            allowClear
            disabled={locked}
            value={step.timeout ?? ''}
            placeholder={t('field.forEver')}
            suffix={<span className={styles.faint}>{lasting(step.timeout ?? '', t)}</span>}
            onChange={event => onChange({ ...step, timeout: event.target.value || undefined }, 'timeout')}
          />
        )}
      </Field>
      {step.timeout && (
        <Field label={t('field.onTimeout')}>
          {id => (
            <Select
              id={id}
              allowClear
              disabled={locked}
              value={step.on_timeout}
              placeholder={t('field.inOrder')}
              options={others}
              onChange={(on_timeout: string | undefined) => onChange({ ...step, on_timeout })}
            />
          )}
        </Field>
      )}
    </>
  );
}
