import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Act } from './types';

const SHOWN = 8;
/** What is called by a name or a short number; the rest has long ids, of which the end tells apart. */
const NAMED = new Set(['customer', 'model', 'texts', 'catalog']);

/** What an act says, in words: kinds and makers that the catalogue does not know stand as the server names them. */
export function useWords() {
  const { t, i18n } = useTranslation('audit');
  return useMemo(() => {
    const what = (kind: string) => (i18n.exists(`what.${kind}`, { ns: 'audit' }) ? t(`what.${kind}`) : kind);
    const who = (act: Pick<Act, 'who' | 'name'>) => {
      if (act.name) return act.name;
      if (act.who === 'nobody') return t('nobody');
      const key = /^key:(.+)$/.exec(act.who)?.[1];
      return key ? t('key', { key: key.slice(0, SHOWN) }) : act.who;
    };
    const object = (name: string) => {
      const [, kind, id] = /^(customer|member|key|message|model|proposal|texts|catalog):(.+)$/.exec(name) ?? [];
      if (!kind || !id) return name;
      return t(`object.${kind}`, { id: NAMED.has(kind) ? id : id.slice(-SHOWN) });
    };
    return { what, who, object };
  }, [t, i18n]);
}
