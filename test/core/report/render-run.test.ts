import { expect, it } from 'vitest';
import { renderRun } from '../../../core/report/render-run.ts';
import { makeRecord } from '../run/trained.ts';

it('names the seeds where there are several', async () => {
  expect(renderRun(await makeRecord({ seeds: [11, 8, 9] }))).toContain('with seed 11, and again with 8, 9.');
  expect(renderRun(await makeRecord())).not.toContain('with seed');
});
