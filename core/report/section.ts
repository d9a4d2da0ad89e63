/**
 * Parts of what is told of one model, from the least important to the most: where a comment does not fit, the first are left out
 * first. The headline always stays.
 */
export const PART_NAMES = [
  'history',
  'methods',
  'seeds',
  'references',
  'gains',
  'speed',
  'measurements',
  'environment',
  'data',
  'parameters',
  'confusion',
  'curves',
  'more-metrics',
  'passing-rules',
  'slices',
  'policy-settings',
  'facts',
  'metrics',
  'rules',
  'policy',
  'next',
  'headline',
] as const;
export type PartName = (typeof PART_NAMES)[number];

/** How a part is called where it is left out. */
export const PART_TITLES: Readonly<Record<PartName, string>> = {
  history: 'training history',
  gains: 'chart of gains',
  environment: 'environment',
  parameters: 'parameters',
  data: 'data sets',
  seeds: 'seeds',
  methods: 'methods',
  references: 'other comparisons',
  measurements: 'measurements',
  speed: 'latency',
  confusion: 'confusion matrix',
  curves: 'curves',
  'more-metrics': 'more metrics',
  'passing-rules': 'rules that pass',
  slices: 'slices',
  'policy-settings': 'changed settings',
  facts: 'how it was computed',
  metrics: 'metrics',
  rules: 'rules',
  policy: 'changed policy',
  next: 'next step',
  headline: 'verdict',
};

export interface Part {
  readonly name: PartName;
  /** Markdown; its tables, fences and tags are closed. */
  readonly text: string;
}

/** What a pull request's comment says of one model. */
export interface Section {
  readonly model: string;
  /** Commit that it speaks of. */
  readonly head: string | null;
  /** Page of the job whose summary holds everything. */
  readonly summaryUrl: string | null;
  readonly parts: readonly Part[];
  /** Parts that were there and did not fit. */
  readonly leftOut: readonly PartName[];
}

/** Parts that have a text, in the order in which they are read. */
export function partsOf(texts: readonly (readonly [PartName, readonly string[]])[]): readonly Part[] {
  return texts.flatMap(([name, text]) => (text.length > 0 ? [{ name, text: text.join('\n\n') }] : []));
}

export function isPartName(name: string): name is PartName {
  return PART_NAMES.some((known) => known === name);
}
