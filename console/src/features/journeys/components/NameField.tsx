import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Field } from './Field';

/** The name of a step: taken over when one leaves the field or presses Enter. */
export function NameField({ name, onName }: { name: string; onName: (name: string) => void }) {
  const { t } = useTranslation('journeys');
  const [typed, setTyped] = useState(name);
  const plain = typed
    .trim()
    .replace(/[^\p{L}\p{N}_-]+/gu, '_')
    .slice(0, 60);
  return (
    <Field label={t('field.name')}>
      {id => (
        <Input
          id={id}
          value={typed}
          maxLength={60}
          onChange={event => setTyped(event.target.value)}
          onBlur={() => onName(plain)}
          onPressEnter={() => onName(plain)}
        />
      )}
    </Field>
  );
}
