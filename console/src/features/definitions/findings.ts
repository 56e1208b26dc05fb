import type { Mistake } from '@/shared/sql/Editor';

import type { Finding } from './api/check';

/** The line of a finding in the whole text; null where it has none. */
export function lineAt(finding: Finding): number | null {
  const line = Number(/:(\d+)(?::\d+)?$/.exec(finding.at ?? '')?.[1]);
  return Number.isSafeInteger(line) && line > 0 ? line : null;
}

/** The findings about one definition that begins on a line and has so many lines of its own: as mistakes of its own text. */
export function own(findings: Finding[], start: number | null, lines: number): Mistake[] {
  if (start === null) return [];
  return findings.flatMap(finding => {
    const line = lineAt(finding);
    if (line === null || line < start || line > start + lines) return [];
    return [{ line: Math.max(1, line - start), column: 1, message: finding.text, level: finding.level }];
  });
}

/** A difference as lines, each with what it is. The heads of a unified diff say nothing to people. */
export function diffLines(diff: string): { kind: 'plus' | 'minus' | 'place' | 'same'; text: string }[] {
  const lines = diff.split('\n');
  return (lines[0]?.startsWith('--- ') ? lines.slice(2) : lines)
    .filter(line => line !== '')
    .map(line => {
      const kind = line.startsWith('@@')
        ? 'place'
        : line.startsWith('+')
          ? 'plus'
          : line.startsWith('-')
            ? 'minus'
            : 'same';
      return { kind, text: kind === 'place' ? line : line.slice(1) };
    });
}
