import { useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import { useId } from 'react';

import { useSettled } from '@/shared/store/useSettled';

import { bestIdentifier, called } from './called';
import { seekQuery } from './seekCustomers';

interface Props {
  label: string;
  /** An identifier `kind:value`, a number, or what one is typing. */
  value: string;
  onChange: (value: string) => void;
}

/** How long typing must rest before customers are asked for, milliseconds. */
const PAUSE = 200;

/** Somebody: typed as an identifier or number, or found by a word (also pinyin) and chosen. */
export function CustomerField({ label, value, onChange }: Props) {
  const id = useId();
  const sought = useSettled(value.trim(), PAUSE);
  const found = useQuery(seekQuery(sought));
  const options = (found.data ?? []).map(customer => ({
    value: String(customer.customer_id),
    label: `${called(customer)} · ${bestIdentifier(customer.identifiers) ?? ''} · #${customer.customer_id}`,
  }));
  return (
    <div style={{ display: 'grid', gap: 4 }}>
      <label htmlFor={id} style={{ color: 'var(--text-soft)', fontSize: 13 }}>
        {label}
      </label>
      <AutoComplete
        id={id}
        allowClear
        value={value}
        options={options}
        placeholder="user_id:ann"
        onChange={(now: string | undefined) => onChange(now ?? '')}
      />
    </div>
  );
}
