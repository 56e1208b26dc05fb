import { useTranslation } from 'react-i18next';

/** What people call an aspect, an intent or an emotion; words that a workspace made itself stay as they are. */
export function useWord(): (kind: 'aspect' | 'intent' | 'emotion', word: string) => string {
  const { t, i18n } = useTranslation('texts');
  return (kind, word) => (i18n.exists(`${kind}.${word}`, { ns: 'texts' }) ? t(`${kind}.${word}`) : word);
}
