import type { Crowd } from '@/shared/customers/CrowdDrawer';
import type { Figure, Metric } from '@/shared/definitions/types';

import type { Part } from './useParts';

/** The customers behind a point, with a name and titles for a segment of them, in every language that the metric has. */
export function crowdOf(metric: Metric, figure: Figure, part: Part | null, when: string): Crowd {
  const languages =
    Object.keys(metric.title).length > 0 ? Object.entries(metric.title) : [['en', metric.name] as const];
  const title = languages.map(([language, text]) => {
    const of = part ? ` · ${part.title[language] ?? part.title.en ?? part.name}` : '';
    return [language, `${text}${of} · ${figure.period}`];
  });
  const name = [metric.name, part?.name, figure.period.replaceAll('-', '_')].filter(Boolean).join('_');
  return { name, title: Object.fromEntries(title) as Record<string, string>, when };
}
