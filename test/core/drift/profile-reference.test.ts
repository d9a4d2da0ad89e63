import { Drift } from '@tidegate/core/config/drift';
import { EVALUATION_DEFAULTS } from '@tidegate/core/config/evaluation';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { profileReference } from '@tidegate/core/drift/profile-reference';
import { watchPredictions } from '@tidegate/core/drift/watch-predictions';
import { Profile } from '@tidegate/core/profile/profile';
import { PREDICTION_COLUMN, type ProfiledRows } from '@tidegate/core/profile/profile-columns';
import type { Prediction } from '@tidegate/core/serving/prediction';
import { describe, expect, it } from 'vitest';
import { drawing } from './random-profiles.ts';

const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const digest = `sha256:${'a'.repeat(64)}`;
const { uniform, normal } = drawing(23);
const REGIONS = ['north', 'south', ''];

/** Forty days; the model has never heard of `day`. */
function evaluationRows(rows: number): ProfiledRows {
  const region = Array.from({ length: rows }, (_, row) => REGIONS[row % 3] ?? '');
  const day = Array.from({ length: rows }, (_, row) => new Date((row % 40) * 86_400_000).toISOString().slice(0, 10));
  return {
    model: 'churn',
    columns: { x: Float64Array.from({ length: rows }, normal), region },
    prediction: { name: PREDICTION_COLUMN, values: Float64Array.from({ length: rows }, uniform) },
    target: { name: 'y', values: Array.from({ length: rows }, () => (uniform() < 0.5 ? 'yes' : 'no')) },
    source: { name: 'data.csv', rows, digest },
    cells: new Map([
      ['region', region],
      ['day', day],
    ]),
  };
}
const predictions = (rows: number, shiftOf: (region: string) => number): Prediction[] =>
  Array.from({ length: rows }, (_, row) => {
    const region = REGIONS[row % 3] ?? '';
    return {
      kind: 'tidegate.prediction',
      version: 1,
      id: String(row),
      at: '2026-01-01T00:00:00.000Z',
      model: 'churn',
      modelVersion: '1.0.0',
      digest,
      inputs: { x: normal() + shiftOf(region), region: region === '' ? null : region },
      score: uniform(),
      label: 'no',
    };
  });
const SETTINGS = Drift.parse({
  segments: ['region'],
  thresholds: 'learnt',
  chunk: { column: 'day', by: 'week' },
  'min-rows': 100,
});
const policy = (drift: Drift) => ({ task: 'binary-classification', evaluation: EVALUATION_DEFAULTS, drift }) as const;
const watch = (reference: Profile, now: Prediction[], settings = SETTINGS) =>
  watchPredictions({
    model: 'churn',
    reference,
    log: { predictions: now, brokenLines: 0 },
    settings,
    served: { release: 'churn@1.0.0', digest, environment: 'production' },
    clock,
  });

describe('the profile of a release', () => {
  const reference = profileReference(evaluationRows(3_000), policy(SETTINGS), { x: 3, region: 1, gone: 5 });

  it('tells nothing of few people where the policy says so', () => {
    const rows = evaluationRows(300);
    const region = rows.columns['region'] as string[];
    const named = { ...rows, columns: { ...rows.columns, region: ['Uthgard', 'Uthgard', ...region.slice(2)] } };
    const tell = (isPrivate: boolean) =>
      Profile.parse(profileReference(named, policy(Drift.parse({ private: isPrivate })), { x: 3 }));
    expect(JSON.stringify(tell(false))).toContain('Uthgard');
    const profile = tell(true);
    expect(JSON.stringify(profile)).not.toContain('Uthgard');
    expect(profile).toMatchObject({ importance: { x: 3 }, source: { rows: 300 } });
    const x = profile.columns.find(({ name }) => name === 'x');
    const sums = x?.kind === 'numeric' ? x.numbers.counts.map((count, bin) => [count, x.numbers.ticks[bin]]) : [];
    expect(sums.filter(([count, sum]) => count && count < 5 && sum !== null)).toEqual([]);
    expect(sums.some(([count]) => count && count < 5)).toBe(true);
    expect(x).not.toMatchObject({ numbers: { max: Math.max(...(rows.columns['x'] as Float64Array)) } });
  });

  it('keeps segments, what its chunks teach, and importances, as a valid document', () => {
    expect(Profile.parse(reference)).toEqual(reference);
    expect(reference.learnt).toMatchObject({ chunks: 6, by: 'week' });
    expect(reference.segments?.[0]?.parts.map(({ name, kind, rows }) => [name, kind, rows])).toEqual([
      ['north', 'value', 1_000],
      ['south', 'value', 1_000],
      ['(other)', 'other', 0],
      ['(missing)', 'missing', 1_000],
    ]);
    expect(profileReference(evaluationRows(10), policy(Drift.parse({})), undefined)).not.toHaveProperty('learnt');
  });

  it('is what served predictions are compared with, segment by segment', () => {
    const quiet = watch(
      reference,
      predictions(900, () => 0),
    );
    expect([quiet.outcome, quiet.segments?.[0]?.parts.map(({ outcome }) => outcome)]).toEqual([
      'none',
      ['none', 'none', 'none'],
    ]);
    const report = watch(
      reference,
      predictions(900, (region) => (region === 'south' ? 1 : 0)),
    );
    expect(report.segments?.[0]?.parts.map(({ name, outcome, drifted }) => [name, outcome, drifted.length])).toEqual([
      ['north', 'none', 0],
      ['south', 'drift', 1],
      ['(missing)', 'none', 0],
    ]);
    expect(report.outcome).toBe('drift');
  });

  it('weighs what has drifted by what the training run says of its features; the policy has the last word', () => {
    const now = predictions(900, () => 2);
    expect(watch(reference, now).driftedShare).toBe(0.75);
    const settings = { ...SETTINGS, columns: { x: { ignore: false, importance: 1 } } };
    expect(watch(reference, now, settings).driftedShare).toBe(0.5);
  });

  it('knows no importance that the run did not tell, whatever a column is called', () => {
    const rows = { ...evaluationRows(300), columns: { constructor: Float64Array.from({ length: 300 }, normal) } };
    const settings = Drift.parse({});
    const odd = profileReference(rows, policy(settings), { x: 1 });
    const report = compareProfiles({ reference: odd, current: odd, settings, clock });
    expect(report.columns.map(({ importance }) => importance)).toEqual([null, null, null]);
  });

  it('of before segments were asked for says that there are none, and alarms as ever', () => {
    const older = profileReference(evaluationRows(3_000), policy(Drift.parse({})), undefined);
    const settings = Drift.parse({ segments: ['region'] });
    expect(
      watch(
        older,
        predictions(900, () => 0),
        settings,
      ),
    ).toMatchObject({
      outcome: 'none',
      segments: [{ column: 'region', parts: [] }],
    });
    const current = older;
    expect(() => compareProfiles({ reference: older, current, settings: SETTINGS, clock })).toThrow(
      /holds nothing about its chunks/,
    );
  });

  it.each([
    ['is no time', new Map([['day', ['soon', 'later']]]), /no dates or times in column "day"/],
    ['makes too few chunks', new Map([['day', ['2026-01-01', '2026-01-09']]]), /5 or more/],
  ])('is refused where the column of chunks %s', (_, cells, message) => {
    const settings = { ...SETTINGS, segments: [], 'min-rows': 1 };
    expect(() => profileReference({ ...evaluationRows(2), cells }, policy(settings), undefined)).toThrow(message);
  });
});
