/** Nearer to zero than this no side is taken. */
const NEUTRAL = 0.2;

/** Which side a mean sentiment takes. */
export function side(value: number): 'negative' | 'neutral' | 'positive' {
  if (Math.abs(value) < NEUTRAL) return 'neutral';
  return value < 0 ? 'negative' : 'positive';
}
