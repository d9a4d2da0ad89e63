/** What a drift test gives: the statistic, its p before correction, and the size of the effect. */
export interface TestResult {
  readonly test: 'kolmogorov-smirnov' | 'chi-square';
  readonly statistic: number;
  readonly p: number;
  /** Population stability index over cells of about equal reference mass, natural logarithm. */
  readonly psi: number;
}
