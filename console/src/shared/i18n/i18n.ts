import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { language, LOCALE } from './language';

const catalogues = import.meta.glob<{ default: object }>('/locales/*/*.json');

/** Catalogues come one by one, when a room is entered: `locales/{language}/{room}.json`. */
const files: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (wanted, room, done) => {
    const load = catalogues[`/locales/${wanted}/${room}.json`];
    if (!load) return done(new Error(`there is no catalogue ${wanted}/${room}`), null);
    load().then(
      found => done(null, found.default as Record<string, string>),
      (error: Error) => done(error, null),
    );
  },
};

/** Begins in the language that holds, and follows it: nothing is loaded again but the words. */
export async function speak(): Promise<void> {
  await i18next
    .use(files)
    .use(initReactI18next)
    .init({
      lng: language.get(),
      fallbackLng: false,
      ns: ['shared', 'frame'],
      defaultNS: 'shared',
      interpolation: { escapeValue: false }, // React shows everything as text
      react: { useSuspense: true },
    });
  const follow = () => {
    document.documentElement.lang = LOCALE[language.get()];
    void i18next.changeLanguage(language.get());
  };
  language.subscribe(follow);
  follow();
}
