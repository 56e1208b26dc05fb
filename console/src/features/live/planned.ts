/** What the tracking plan refused: the plan of the event is where it may be mended. */
const OF_PLAN: ReadonlySet<string> = new Set(['missing_property', 'wrong_type']);

/** The event whose plan refused what came; null where something else did. */
export function planned(code: string, body: string): string | null {
  if (!OF_PLAN.has(code)) return null;
  try {
    const { event } = JSON.parse(body) as { event?: unknown };
    return typeof event === 'string' ? event : null;
  } catch {
    return null;
  }
}
