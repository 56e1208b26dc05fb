/** What stands beside the rules: what the kind is called, and where it was read. */
const BESIDE = new Set(['name', 'at']);

/** The rules of identity as YAML to begin with: a kind a line. JSON is YAML, so whatever a value holds stays what it is. */
export function rulesText(identifiers: Record<string, object>): string {
  const lines = Object.entries(identifiers).map(([kind, { ...rules }]) => {
    const said = Object.entries(rules).filter(([name, value]) => !BESIDE.has(name) && !empty(value));
    const inside = said.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
    return `  ${kind}: { ${inside} }`;
  });
  return `identifiers:\n${lines.join('\n')}\n`;
}

function empty(value: unknown): boolean {
  return (
    value === null || value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}
