import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** What people call a group of RFM or a tier of value: a name that we do not know stands for itself. */
export function useBadge() {
  const { t, i18n } = useTranslation('customers');
  return useCallback(
    (value: unknown): string => {
      const key = `badge.${String(value)}`;
      return i18n.exists(key, { ns: 'customers' }) ? t(key) : String(value);
    },
    [t, i18n],
  );
}
