import type { Drift } from '../config/schema.ts';
import type { Digest } from '../digest.ts';
import { sha256 } from '../digest.ts';
import { holm } from '../evaluation/tests/holm.ts';
import type { Clock } from '../ports/clock.ts';
import type { Prediction } from '../serving/prediction.ts';
import { countBins } from './build-profile.ts';
import { decideColumn, type Observed } from './decide-column.ts';
import type { DriftReport } from './drift-report.ts';
import type { CategoricalProfile, NumericProfile, Profile } from './profile.ts';
import { chiSquare } from './tests/chi-square.ts';
import { kolmogorovSmirnov } from './tests/kolmogorov-smirnov.ts';

export interface DriftQuestion {
  readonly profile: Profile;
  readonly predictions: readonly Prediction[];
  readonly brokenLines: number;
  readonly settings: Drift;
  readonly model: string;
  readonly release: string;
  readonly digest: Digest;
  readonly environment: string;
  readonly clock: Clock;
}

/** The newest predictions of the served bytes against the reference profile of their release. */
export async function compareWithProfile(question: DriftQuestion): Promise<DriftReport> {
  const { profile, settings, clock } = question;
  const served = question.predictions.filter(({ digest }) => digest === question.digest);
  const rows = served.slice(-settings['window-rows']);
  const observed = profile.columns.map((column) =>
    observe(
      column,
      rows.map(({ inputs }) => inputs[column.column] ?? null),
    ),
  );
  const score = profile.prediction
    ? observe(
        profile.prediction,
        rows.map((row) => row.score),
      )
    : undefined;
  // Holm's correction over the columns of the model; the score is their function and decided beside them.
  const corrected = holm(observed.map(({ result }) => result.p));
  const columns = observed.map((column, index) =>
    decideColumn({ ...column, correctedP: corrected[index] ?? 1 }, settings, rows.length),
  );
  const prediction = score ? decideColumn({ ...score, correctedP: score.result.p }, settings, rows.length) : null;
  const all = prediction ? [...columns, prediction] : columns;
  const outcome = all.some(({ decision }) => decision === 'drift')
    ? 'drift'
    : rows.length < settings['min-rows']
      ? 'cannot-tell'
      : 'none';
  return {
    kind: 'tidegate.drift-report',
    version: 1,
    id: `drift-${clock.id()}`,
    createdAt: clock.now().toISOString(),
    model: question.model,
    release: question.release,
    digest: question.digest,
    environment: question.environment,
    window: { from: rows[0]?.at ?? null, to: rows.at(-1)?.at ?? null, rows: rows.length },
    reference: { rows: profile.source.rows, digest: await sha256(JSON.stringify(profile)) },
    columns,
    prediction,
    target: null,
    performance: [],
    dataQuality: findQuality(observed, question.brokenLines),
    outcome,
  };
}

function observe(profile: NumericProfile | CategoricalProfile, values: readonly (number | string | null)[]): Observed {
  return profile.type === 'numeric' ? observeNumbers(profile, values) : observeCategories(profile, values);
}

function observeNumbers(profile: NumericProfile, values: readonly (number | string | null)[]): Observed {
  const present = Float64Array.from(
    values.filter((value) => typeof value === 'number' && Number.isFinite(value)).map(Number),
  );
  const missing = values.length - present.length;
  const counts = countBins(present, profile.edges);
  const result = kolmogorovSmirnov(profile.counts, counts, { reference: profile.missing, current: missing });
  return { profile, result, rows: values.length, missing, unseen: null };
}

function observeCategories(profile: CategoricalProfile, values: readonly (number | string | null)[]): Observed {
  const known = new Map(profile.categories.map(({ value }, index) => [value, index]));
  const counts = new Array<number>(profile.categories.length).fill(0);
  let missing = 0;
  let unseen = 0;
  for (const value of values) {
    const index = known.get(String(value ?? ''));
    if (value === null || value === '') missing += 1;
    else if (index === undefined) unseen += 1;
    else counts[index] = (counts[index] ?? 0) + 1;
  }
  // What the reference did not keep and what it never had share one cell; missing is a category of its own.
  const reference = [...profile.categories.map(({ count }) => count), profile.other];
  const result = chiSquare(
    missing + profile.missing > 0 ? [...reference, profile.missing] : reference,
    missing + profile.missing > 0 ? [...counts, unseen, missing] : [...counts, unseen],
  );
  return { profile, result, rows: values.length, missing, unseen };
}

function findQuality(observed: readonly Observed[], brokenLines: number): DriftReport['dataQuality'] {
  const findings = observed.flatMap(({ profile, missing, unseen }) => [
    ...(missing > 0 && profile.missing === 0
      ? [{ column: profile.column, finding: 'missing values that the reference did not have', rows: missing }]
      : []),
    ...(unseen
      ? [{ column: profile.column, finding: 'categories that the reference did not have', rows: unseen }]
      : []),
  ]);
  return brokenLines > 0
    ? [...findings, { column: '(log)', finding: 'lines that are no predictions', rows: brokenLines }]
    : findings;
}
