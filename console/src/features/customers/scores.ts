/** The scores of one model: its main one under the empty name, the others by what is added to the model's name. */
export interface Scored {
  model: string;
  /** `rfm`, `value`, `propensity`, …; empty for scores that came from outside. */
  kind: string;
  own: Record<string, unknown>;
}

/** What each kind of model writes beside its main score. */
const PARTS: Record<string, string[]> = {
  rfm: ['group', 'recency', 'frequency', 'monetary'],
  value: ['tier', 'low', 'high', 'purchases', 'alive'],
};

/** All scores by model, in the order in which models are defined; what no model wrote stands alone behind them. */
export function byModel(scores: Record<string, unknown>, models: Record<string, { kind?: string }>): Scored[] {
  const left = new Map(Object.entries(scores));
  const take = (name: string) => {
    const value = left.get(name);
    left.delete(name);
    return value;
  };
  const found = Object.entries(models).map(([model, { kind = '' }]): Scored => {
    const parts = (PARTS[kind] ?? []).map(part => [part, take(`${model}_${part}`)] as const);
    const own = [['', take(model)] as const, ...parts].filter(([, value]) => value !== undefined && value !== null);
    return { model, kind, own: Object.fromEntries(own) };
  });
  const others = [...left].map(([name, value]): Scored => ({ model: name, kind: '', own: { '': value } }));
  return [...found.filter(one => Object.keys(one.own).length > 0), ...others];
}

/** The names of all scores that a model writes: to choose as columns. */
export function scoresOf(models: Record<string, { kind?: string }>): string[] {
  return Object.entries(models).flatMap(([model, { kind = '' }]) => {
    const parts = (PARTS[kind] ?? []).map(part => `${model}_${part}`);
    return kind === 'rfm' ? parts : [model, ...parts];
  });
}
