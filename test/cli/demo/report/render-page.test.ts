import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderReportPage } from '../../../../cli/demo/report/render-page.ts';
import { writeReportPage } from '../../../../cli/demo/report/write-page.ts';
import { DIGEST, SAMPLE } from './sample-report.ts';

const page = renderReportPage(SAMPLE);

it.each([
  ['the steps with their durations', /GitHub on this machine[\s\S]*1\.5 s[\s\S]*Merge[\s\S]*3\.0 s/],
  ['the time in all', /played in 4\.5 s/],
  ['the comment', /tidegate\[bot\]<\/strong> commented[\s\S]*The verdict/],
  ['the check with its conclusion and its table', /state success">success[\s\S]*tidegate\/churn[\s\S]*<td>1<\/td>/],
  [
    'the release with its assets',
    new RegExp(`churn@1\\.1\\.0[\\s\\S]*model\\.onnx[\\s\\S]*19\\.5 KB[\\s\\S]*${DIGEST}`),
  ],
  ['a prediction, its missing value empty', /<td>12\.5<\/td><td><\/td><td>0\.9123<\/td><td><strong>yes/],
  ['the drift issue and what followed', /Drift: churn@1\.1\.0<\/strong> #3[\s\S]*pull request #4/],
  ['the ledger', /octocat<\/td><td><code>deployed<\/code>/],
])('shows %s', (_, expected) => {
  expect(page).toMatch(expected);
});

it('gives each deployment one row: its state now, the bytes that were read back, and the way there', () => {
  const rows = page.slice(page.indexOf('id="deployments"'), page.indexOf('id="predictions"')).split('<tr>').slice(2);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/production[\s\S]*#1003[\s\S]*state inactive[\s\S]*churn@1\.1\.0[\s\S]*sha256:aaa/);
  expect(rows[0]).toContain('queued 03:04:01 → success 03:04:03 → success 03:04:04 → inactive 03:04:05');
  expect(rows[1]).toMatch(/staging[\s\S]*state failure/);
  expect(rows[1]).not.toContain('sha256:');
});

it('runs nothing that came from GitHub', () => {
  const hostile = '<img src=x onerror=alert(1)><script>alert(1)</script>"><a href="javascript:alert(1)">x</a>';
  const [comment] = SAMPLE.pullRequest.comments;
  const attacked = renderReportPage({
    ...SAMPLE,
    repository: hostile,
    steps: [{ title: hostile, detail: hostile, durationMs: 1 }],
    pullRequest: {
      number: 1,
      title: hostile,
      comments: [{ author: hostile, body: hostile }, ...(comment ? [comment] : [])],
    },
    check: { name: hostile, conclusion: `"${hostile}`, title: hostile, summary: hostile, text: hostile },
    releases: SAMPLE.releases.map((release) => ({
      ...release,
      tag: hostile,
      notes: hostile,
      createdAt: hostile.repeat(2),
    })),
    deployments: SAMPLE.deployments.map((deployment) => ({
      ...deployment,
      environment: hostile,
      statuses: deployment.statuses.map((status) => ({
        ...status,
        state: `success" ${hostile}`,
        description: hostile,
      })),
    })),
    predictions: {
      ...SAMPLE.predictions,
      columns: [hostile],
      samples: [{ inputs: { [hostile]: hostile }, score: 1, label: hostile }],
    },
    drift: { ...SAMPLE.drift, title: hostile, body: hostile },
    restoredDigest: hostile,
  });
  const ours = (text: string) => text.match(/<script[^>]*>/g);
  expect(ours(attacked)).toEqual(ours(page));
  // Inside the quotes of an attribute the words of an attack are only words.
  expect(attacked.replace(/"[^"]*"/g, '""')).not.toMatch(/<img|<a href=javascript|<[^>]*\sonerror=/i);
  expect(attacked).not.toMatch(/<a href="javascript/i);
});

it('is written with all that it loads beside it, and loads nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-report-'));
  try {
    const html = readFileSync(writeReportPage(SAMPLE, join(folder, 'demo-report')), 'utf8');
    const loaded = [...html.matchAll(/(?:<script src|<link rel="stylesheet" href|<img src)="([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(loaded).toEqual(['github-markdown.css', 'mermaid.min.js']);
    expect(loaded.filter((file) => !existsSync(join(folder, 'demo-report', file)))).toEqual([]);
    expect(JSON.parse(readFileSync(join(folder, 'demo-report/report.json'), 'utf8'))).toEqual(SAMPLE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
