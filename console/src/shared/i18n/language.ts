import { stored, useStored } from '@/shared/store/stored';

export type Language = 'en' | 'zh';

/** The language of the console: what the member chose, else what the browser asks for. */
export const language = stored<Language>('language', text => {
  if (text === 'en' || text === 'zh') return text;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
});

export function useLanguage(): Language {
  return useStored(language);
}

/** The value of the `lang` attribute. */
export const LOCALE: Record<Language, string> = { en: 'en', zh: 'zh-CN' };
