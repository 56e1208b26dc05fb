import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';

import { best, isPart } from '../card';

/** What a figure of a card is called; its own name where the catalogue has none. */
export function useFigureName(): (name: string) => string {
  const { t, i18n } = useTranslation('models');
  return name => (i18n.exists(`figure.${name}`, { ns: 'models' }) ? t(`figure.${name}`) : name);
}

/** The figure by which fits are compared, with its name. */
export function Headline({ headline }: { headline: Record<string, number | null> }) {
  const format = useFormat();
  const named = useFigureName();
  const first = best(headline);
  if (!first) return <>–</>;
  const [name, value] = first;
  return (
    <>
      {named(name)} {isPart(name) ? format.percent(value) : format.number(value)}
    </>
  );
}
