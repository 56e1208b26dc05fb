import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import type { Type } from '../builder/choices';
import type { Literal } from '../builder/tree';

export interface Option {
  value: string;
  label: string;
}

interface Props {
  label: string;
  value: Literal;
  type: Type;
  options?: Option[];
  onChange: (value: Literal) => void;
}

/** A value as its type is best given; where the type is not known, what looks like a number may be made one. */
export function ValueInput({ label, value, type, options, onChange }: Props) {
  const { t } = useTranslation('segments');
  if (options) {
    return (
      <Select
        aria-label={label}
        style={{ width: 160 }}
        value={value === '' ? undefined : String(value)}
        placeholder={t('builder.choose')}
        options={options}
        onChange={onChange}
      />
    );
  }
  if (typeof value === 'boolean') {
    return (
      <Select
        aria-label={label}
        style={{ width: 90 }}
        value={value}
        options={[
          { value: true, label: t('builder.true') },
          { value: false, label: t('builder.false') },
        ]}
        onChange={onChange}
      />
    );
  }
  if (type === 'timestamp' && (typeof value === 'number' || value === '' || /^\d{4}-\d\d-\d\d$/.test(value))) {
    const day = typeof value === 'string' && value !== '' ? dayjs(value) : null;
    return (
      <DatePicker
        aria-label={label}
        allowClear={false}
        value={day}
        onChange={next => next && onChange(next.format('YYYY-MM-DD'))}
      />
    );
  }
  if (type === 'number' || typeof value === 'number') {
    return (
      <InputNumber
        aria-label={label}
        style={{ width: 110 }}
        min={-1e15}
        max={1e15}
        value={typeof value === 'number' ? value : Number(value) || 0}
        onChange={next => next !== null && onChange(next)}
      />
    );
  }
  return (
    <Input
      aria-label={label}
      style={{ width: 150 }}
      maxLength={500}
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  );
}
