import { useLanguage, type Language } from '@/shared/i18n/language';

import { Format } from './format';

const formats: Record<Language, Format> = { en: new Format('en'), zh: new Format('zh') };

/** Numbers and instants in the language that holds. */
export function useFormat(): Format {
  return formats[useLanguage()];
}
