import { describe, expect, it } from 'vitest';
import { type Measurements, NOTHING_MEASURED } from '../../../core/gate/facts.ts';
import { renderMeasurements } from '../../../core/report/render-measurements.ts';
import { renderSpeed } from '../../../core/report/render-speed.ts';
import { makeVerdict } from '../release/validated.ts';
import { MEASURED } from './rich-verdict.ts';

const render = async (measured: Partial<Measurements>) =>
  renderMeasurements(await makeVerdict({ measurements: { ...NOTHING_MEASURED, ...measured } }))[0] ?? '';

describe('measurements', () => {
  it.each<[keyof Measurements, RegExp]>([
    ['calibration', /10 equal-mass bins \| 0\.0210 \(0\.0120 … 0\.0340\)/],
    ['determinism', /batch against single rows \| largest difference on 256 rows: 3\.1e-8/],
    ['parity', /parity with the training framework \| largest difference on 256 rows: 1\.2e-7/],
    ['robustness', /noise of 0\.01 .*\| 0\.32 % of 1,250 predictions flip; most by `total_day_minutes`/],
    ['leakage', /stand in training too \| 0\.08 %/],
    ['documents', /document `MODEL_CARD\.md` \| is there with `license`, `intended use`, `limitations`/],
    ['fairness', /`unknown` 12 rows \(too few to count\)/],
  ])('show %s alone where nothing else is measured', async (name, row) => {
    const text = await render({ [name]: MEASURED[name] });
    expect(text).toMatch(new RegExp(`^<details><summary>Measurements: ${name}</summary>`));
    expect(text).toMatch(row);
  });

  it('say that a document is missing', async () => {
    const documents = [{ document: 'MODEL_CARD.md', isThere: false, fields: [] }];
    expect(await render({ documents })).toContain('is missing');
  });

  it('are left out where nothing was measured', async () => expect(await render({})).toBe(''));
});

describe('latency', () => {
  const speed = async (changes: object) => {
    const facts = MEASURED.speed.slice(0, 1).map((fact) => ({ ...fact, ...changes }));
    return renderSpeed(await makeVerdict({ measurements: { ...NOTHING_MEASURED, speed: facts } }))[0] ?? '';
  };

  it('comes with the ratio, its interval and the provider', async () => {
    const text = await speed({});
    expect(text).toContain('**1 row a call**, 400 calls of each model in turns, on `cpu`');
    expect(text).toMatch(/p95 +\| 0\.0336 ms \| +0\.0304 ms \| +× 1\.10 \(1\.04 … 1\.17\)/);
  });

  it('has no ratio where nothing serves', async () => {
    const text = await speed({ baseline: null, ratio: null });
    expect(text).toMatch(/p95 +\| 0\.0336 ms \| +— \| +— \|/);
    expect(text).not.toContain('in turns');
  });
});
