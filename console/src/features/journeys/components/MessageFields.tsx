import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Known, Option } from '../known';
import type { Step } from '../types';
import { Field } from './Field';

export interface FieldsProps {
  step: Step;
  /** The other steps, to lead to. */
  others: Option[];
  known: Known;
  /** `mark`: changes with the same one are undone together. */
  onChange: (step: Step, mark?: string) => void;
  locked: boolean;
}

/** What is sent, and for which purpose. */
export function MessageFields({ step, known, onChange, locked }: FieldsProps) {
  const { t } = useTranslation('journeys');
  return (
    <>
      <Field label={t('field.template')}>
        {id => (
          <Select
            id={id}
            disabled={locked}
            showSearch={{ optionFilterProp: 'label' }}
            value={step.message}
            options={known.templates}
            onChange={message => onChange({ ...step, message })}
          />
        )}
      </Field>
      <Field label={t('field.purpose')}>
        {id => (
          <Select
            id={id}
            allowClear
            disabled={locked}
            value={step.purpose}
            placeholder={t('field.marketing')}
            options={known.purposes}
            onChange={(purpose: string | undefined) => onChange({ ...step, purpose })}
          />
        )}
      </Field>
    </>
  );
}
