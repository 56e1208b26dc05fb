import type { Language } from './language';

interface Definition {
  name: string;
  title?: Record<string, string>;
  /** Of a template. */
  subject?: Record<string, string>;
}

/** What people call a definition: its title (a mail's subject) in this language, else in the other, else its name. */
export function titled({ name, title = {}, subject = {} }: Definition, language: Language): string {
  return [title, subject].flatMap(of => of[language] ?? of.en ?? Object.values(of)[0] ?? [])[0] ?? name;
}
