import { Button, Input, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Arm } from '../types';
import { Field } from './Field';
import styles from './Journeys.module.css';
import type { FieldsProps } from './MessageFields';

/** The arms of a branch, in order: the first whose condition holds is taken, else the last. */
export function BranchFields({ step, others, onChange, locked }: FieldsProps) {
  const { t } = useTranslation('journeys');
  const arms = (step.branch ?? []).filter(arm => arm.if !== undefined);
  const last = step.branch?.find(arm => arm.if === undefined);
  const put = (conditions: Arm[], otherwise: Arm | undefined, mark?: string) =>
    onChange({ ...step, branch: otherwise ? [...conditions, otherwise] : conditions }, mark);
  const arm = (place: number, now: Arm) => arms.map((one, at) => (at === place ? now : one));
  return (
    <>
      <div className={styles.field} role="group" aria-label={t('field.branch')}>
        <span className={styles.label}>{t('field.branch')}</span>
        {arms.map((one, place) => (
          <div key={place} className={styles.arm}>
            <Input.TextArea
              autoSize={{ minRows: 1, maxRows: 4 }}
              aria-label={t('field.if', { number: place + 1 })}
              style={{ fontFamily: 'var(--mono)', fontSize: 12.5 }}
              disabled={locked}
              value={one.if}
              placeholder="orders_90d >= 6"
              onChange={event => put(arm(place, { ...one, if: event.target.value }), last, `if ${place}`)}
            />
            <Select
              aria-label={t('field.then', { number: place + 1 })}
              disabled={locked}
              value={one.to}
              options={others}
              onChange={to => put(arm(place, { ...one, to }), last)}
            />
            <Button
              type="text"
              size="small"
              disabled={locked}
              icon={<X size={14} />}
              aria-label={t('field.dropArm', { number: place + 1 })}
              onClick={() =>
                put(
                  arms.filter(other => other !== one),
                  last,
                )
              }
            />
          </div>
        ))}
        <div>
          <Button
            size="small"
            icon={<Plus size={14} />}
            disabled={locked || others.length === 0}
            onClick={() => put([...arms, { if: 'true', to: others[0]?.value ?? '' }], last)}
          >
            {t('field.addArm')}
          </Button>
        </div>
      </div>
      <Field label={t('field.else')}>
        {id => (
          <Select id={id} disabled={locked} value={last?.to} options={others} onChange={to => put(arms, { to })} />
        )}
      </Field>
    </>
  );
}
