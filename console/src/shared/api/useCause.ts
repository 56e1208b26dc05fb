import { useTranslation } from 'react-i18next';

import { useLanguage } from '@/shared/i18n/language';

import { asProblem } from './problem';

/** What went wrong, in one sentence of the console's language: the server's own where it speaks it, else by the code. */
export function useCause(): (error: unknown) => string {
  const { t, i18n } = useTranslation('shared');
  const language = useLanguage();
  return error => {
    const { code, said, status } = asProblem(error);
    if (typeof said !== 'string') return said[language];
    if (said && language === 'en') return said;
    const known = `problem.cause.${code}`;
    if (i18n.exists(known, { ns: 'shared' })) return t(known);
    return t(`problem.cause.${status >= 500 ? 'server_error' : status === 0 ? 'console_error' : 'refused'}`);
  };
}
