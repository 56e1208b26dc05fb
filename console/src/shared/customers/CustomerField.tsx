import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useId, useState } from 'react';

import { useSettled } from '@/shared/store/useSettled';

import { bestIdentifier, called } from './called';
import { oneQuery, seekQuery } from './seekCustomers';

interface Props {
  label: string;
  /** An identifier `kind:value` or a number; empty where nobody was chosen yet. */
  value: string;
  onChange: (value: string) => void;
}

interface Somebody {
  customer_id: number;
  identifiers: Record<string, string[]>;
  traits?: Record<string, unknown>;
}

/** How long typing must rest before customers are asked for, milliseconds. */
const PAUSE = 200;

/** Chooses a customer: found by a word (also pinyin), or typed as an identifier or number. */
export function CustomerField({ label, value, onChange }: Props) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const sought = useSettled(typed.trim(), PAUSE);
  const found = useQuery(seekQuery(sought));
  const chosen = useQuery(oneQuery(value));
  const people = (found.data ?? []).map(somebody => ({ value: String(somebody.customer_id), label: said(somebody) }));
  const options = sought === '' ? [] : [...people, { value: sought, label: sought }];
  // Who is chosen stands among the options, so that the field shows a name and not the bare identifier.
  if (value !== '' && !options.some(option => option.value === value)) {
    options.push({ value, label: chosen.data ? said(chosen.data) : value });
  }
  return (
    <div style={{ display: 'grid', gap: 4, minWidth: 0 }}>
      <label htmlFor={id} style={{ color: 'var(--text-soft)', fontSize: 13 }}>
        {label}
      </label>
      <Select
        id={id}
        value={value === '' ? undefined : value}
        options={options}
        placeholder="user_id:ann"
        showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
        notFoundContent={null}
        onChange={onChange}
      />
    </div>
  );
}

function said(somebody: Somebody): string {
  const name = called(somebody);
  const identifier = bestIdentifier(somebody.identifiers);
  return [name, identifier !== name && identifier, `#${somebody.customer_id}`].filter(Boolean).join(' · ');
}
