import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../core/digest.ts';
import { renderData, renderEnvironment } from '../../../core/report/render-runs.ts';
import type { RunRecord } from '../../../core/run/run-record.ts';
import { makeRecord } from '../run/trained.ts';

const run = await makeRecord();
const digest = await sha256('other');
const set = run.dataSets.map((dataSet) => ({ ...dataSet, digest, rows: 6000 }));
const environment = (changes: Partial<RunRecord['environment']>) => ({
  ...run,
  environment: { ...run.environment, ...changes },
});

describe('what a job ran on, beside the job of production', () => {
  it('shows data by digest and rows where they differ', () => {
    const [text] = renderData({ ...run, dataSets: set }, run);
    expect(text).toContain('The data differs from production in 2 of 3 facts');
    expect(text).toMatch(/`churn` rows +\| 6,000 +\| 5,000/);
  });

  it('shows a data set that is new or gone', () => {
    const extra = set.map((dataSet) => ({ ...dataSet, name: 'extra', revision: 'v2' }));
    expect(renderData({ ...run, dataSets: extra }, run)[0]).toMatch(/`extra` revision +\| `v2` +\| —/);
  });

  it.each<[string, Partial<RunRecord['environment']>, RegExp]>([
    ['interpreter', { interpreter: 'Python 3.13' }, /interpreter \| `Python 3\.13` \| `Node\.js v24`/],
    ['framework', { framework: 'PyTorch 2.9' }, /framework +\| `PyTorch 2\.9` \| —/],
    ['GPU', { device: 'NVIDIA H200' }, /device +\| `NVIDIA H200`/],
    ['CUDA', { cuda: '13.1' }, /CUDA +\| `13\.1`/],
    ['lock file', { lockFiles: [{ path: 'uv.lock', digest, bytes: 9 }] }, /lock file `uv\.lock` \| `[0-9a-f]{12}`/],
  ])('shows another %s', (_, changes, row) => {
    expect(renderEnvironment(environment(changes), run)[0]).toMatch(row);
  });

  it('says in a line that nothing differs', () => {
    expect(renderData(run, run)).toEqual(['<sub>The data is that of production.</sub>']);
    expect(renderEnvironment(run, run)).toEqual(['<sub>The environment is that of production.</sub>']);
  });

  it('shows all of it where nothing serves', () => {
    expect(renderEnvironment(run, undefined)[0]).toMatch(/platform +\| `linux-x64`/);
  });
});
