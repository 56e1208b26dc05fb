import { Input } from 'antd';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

interface Props {
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
  width?: number;
}

const PAUSE = 250;

/** A search that waits until one pauses typing. */
export function SearchField({ value, placeholder, onChange, width = 300 }: Props) {
  const [typed, setTyped] = useState(value);
  const [before, setBefore] = useState(value);
  const told = useRef(onChange);
  if (before !== value) {
    setBefore(value);
    setTyped(value);
  }
  useEffect(() => {
    told.current = onChange;
  }, [onChange]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => told.current(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <Input
      allowClear
      type="search"
      prefix={<Search size={15} color="var(--text-faint)" aria-hidden />}
      value={typed}
      placeholder={placeholder}
      aria-label={placeholder}
      style={{ width, maxWidth: '100%' }}
      onChange={event => setTyped(event.target.value)}
    />
  );
}
