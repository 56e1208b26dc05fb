/** A segment as one wants to keep it. */
export interface NewSegment {
  name: string;
  title: Record<string, string>;
  when: string;
}

/** Definitions (as the server writes them) with one more segment. JSON is YAML, so whatever a title holds stays a text. */
export function withSegment(yaml: string, { name, title, when }: NewSegment): string {
  const line = `  ${name}: ${JSON.stringify({ when, title })}\n`;
  const section = /^segments:\n/m;
  if (section.test(yaml)) return yaml.replace(section, head => head + line);
  const end = yaml === '' || yaml.endsWith('\n') ? '' : '\n';
  return `${yaml}${end}segments:\n${line}`;
}

/** A name that no other definition has: `at_risk`, else `at_risk_2`, … */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 50);
  const name = /^[a-z]/.test(plain) ? plain : `segment_${plain}`.replace(/_+$/, '');
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}
