import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { tests, turned, type Type } from '../builder/choices';
import type { Literal, Op, Test, Unit } from '../builder/tree';
import styles from './Builder.module.css';
import { ValueInput, type Option } from './ValueInput';

interface Props {
  test: Test;
  type: Type;
  /** The values that there are, where they are known. */
  options?: Option[];
  inEvent?: boolean;
  onChange: (test: Test) => void;
}

const UNITS: Unit[] = ['hour', 'day', 'week', 'month', 'year'];

/** How something is compared, and with what. */
export function TestEditor({ test, type, options, inEvent, onChange }: Props) {
  const { t } = useTranslation('segments');
  const word = type === 'timestamp' ? 'when' : 'op';
  return (
    <>
      <Select<Op>
        aria-label={t('builder.comparison')}
        style={{ width: 150 }}
        popupMatchSelectWidth={200}
        value={test.op}
        options={tests(type, test.op, inEvent)
          .filter(op => !options || ['eq', 'ne', 'in', 'not_in', 'known', 'unknown', test.op].includes(op))
          .map(op => ({ value: op, label: t(`builder.${word}.${op}`) }))}
        onChange={op => onChange(turned(test, op, type))}
      />
      <Given test={test} type={type} options={options} onChange={onChange} />
    </>
  );
}

function Given({ test, type, options, onChange }: Props) {
  const { t } = useTranslation('segments');
  if ('count' in test) {
    return (
      <>
        <InputNumber
          aria-label={t('builder.howLong')}
          style={{ width: 76 }}
          min={1}
          max={9999}
          precision={0}
          value={test.count}
          onChange={count => count && onChange({ ...test, count })}
        />
        <Select<Unit>
          aria-label={t('builder.unit')}
          style={{ width: 86 }}
          value={test.unit}
          options={UNITS.map(unit => ({ value: unit, label: t(`builder.units.${unit}`) }))}
          onChange={unit => onChange({ ...test, unit })}
        />
      </>
    );
  }
  if ('low' in test) {
    return (
      <>
        <ValueInput
          label={t('builder.from')}
          value={test.low}
          type={type}
          onChange={low => onChange({ ...test, low })}
        />
        <span className={styles.word}>{t('builder.to')}</span>
        <ValueInput
          label={t('builder.upTo')}
          value={test.high}
          type={type}
          onChange={high => onChange({ ...test, high })}
        />
      </>
    );
  }
  if ('values' in test) {
    return (
      <Select<string[]>
        mode={options ? 'multiple' : 'tags'}
        tokenSeparators={[',', '，', '、']}
        aria-label={t('builder.values')}
        placeholder={t('builder.valuesHint')}
        style={{ minWidth: 190, maxWidth: 420 }}
        open={options ? undefined : false}
        suffixIcon={options ? undefined : null}
        value={test.values.map(String)}
        options={options}
        onChange={given => onChange({ ...test, values: given.map(text => literal(text, test.values, type)) })}
      />
    );
  }
  if (!('value' in test)) return null;
  const textual = test.op === 'contains' || test.op === 'not_contains' || test.op === 'starts';
  return (
    <ValueInput
      label={t('builder.value')}
      value={test.value}
      type={textual ? 'text' : type}
      options={options}
      onChange={value => onChange({ ...test, value } as Test)}
    />
  );
}

/** A value of a list as it was, else as the type has it. */
function literal(text: string, before: Literal[], type: Type): Literal {
  const kept = before.find(one => String(one) === text);
  if (kept !== undefined) return kept;
  const number = Number(text);
  return type === 'number' && text.trim() !== '' && Number.isFinite(number) ? number : text;
}
