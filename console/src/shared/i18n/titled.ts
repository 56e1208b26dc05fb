import type { Language } from './language';

/** What people call a definition: its title in this language, else in the other, else its name. */
export function titled(definition: { name: string; title?: Record<string, string> }, language: Language): string {
  const { title = {}, name } = definition;
  return title[language] ?? title.en ?? Object.values(title)[0] ?? name;
}
