import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ROOT } from '../architecture/source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-run-action-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a small Action of the test as a step would, in a process of its own. */
function runScript(body: string, environment: Readonly<Record<string, string>> = {}) {
  const script = join(folder, 'action.ts');
  const output = join(folder, 'output');
  const summary = join(folder, 'summary');
  for (const file of [output, summary]) writeFileSync(file, '');
  const shared = join(ROOT, 'actions/shared');
  writeFileSync(
    script,
    `import * as z from '${ROOT}/node_modules/zod/index.js';
     import { OperatorError } from '${ROOT}/core/errors.ts';
     import { runAction } from '${shared}/run-action.ts';
     import { text } from '${shared}/inputs.ts';
     const inputs = z.strictObject({ greeting: text.default('hello') });
     const outputs = z.strictObject({ answer: z.string() });
     await runAction({ name: 'test', summary: '', inputs, outputs }, async (inputs, context) => { ${body} });`,
  );
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify({ pull_request: { number: 3, head: { sha: 'b'.repeat(40) } } }));
  const result = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: {
      GITHUB_API_URL: 'http://127.0.0.1:9',
      GITHUB_SERVER_URL: 'http://github.localhost',
      GITHUB_REPOSITORY: 'octo-org/churn',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_ACTOR: 'monalisa',
      GITHUB_RUN_ID: '7',
      GITHUB_WORKSPACE: folder,
      GITHUB_EVENT_PATH: event,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: folder,
      ...environment,
    },
  });
  const read = (file: string) => readFileSync(file, 'utf8');
  return {
    code: result.status,
    text: `${result.stdout}${result.stderr}`,
    output: read(output),
    summary: read(summary),
  };
}

it('writes outputs and summary, and works on the head of the pull request', () => {
  const body = `await context.writeSummary('# Report');
    return { answer: inputs.greeting + ' ' + context.job.commit.slice(0, 3) + ' #' + context.job.pullRequest };`;
  const { code, output, summary } = runScript(body);
  expect({ code, summary: summary.trim() }).toEqual({ code: 0, summary: '# Report' });
  expect(output).toMatch(/^answer<<ghadelimiter_\S+\nhello bbb #3\n/);
});

it('turns an OperatorError into one annotation with its code, message and hint', () => {
  const { code, text } = runScript(`throw new OperatorError('data-invalid', 'Line 3\\nis bad.', 'Mend it.');`);
  expect(code).toBe(1);
  expect(text.trim()).toBe('::error title=data-invalid::Line 3%0Ais bad. Mend it.');
});

it('calls anything else a fault of its own, with a stack trace for those who debug only', () => {
  const body = `throw new TypeError('x is not a function');`;
  const quiet = runScript(body);
  expect(quiet.code).toBe(1);
  expect(quiet.text).toMatch(/^::error title=tidegate-fault::This is a fault of Tidegate: x is not a function/);
  expect(quiet.text).not.toMatch(/^\s+at /m);
  expect(runScript(body, { RUNNER_DEBUG: '1' }).text).toMatch(/^\s+at /m);
});

it('keeps a summary below the size that GitHub drops', () => {
  const { code, summary } = runScript(`await context.writeSummary('x'.repeat(3_000_000)); return { answer: '' };`);
  expect(code).toBe(0);
  expect(summary.length).toBeLessThan(1024 * 1024);
});

it('a message with words from a file gives the runner no orders of its own', () => {
  const body = `context.log('a\\n::set-output name=answer::b \\u001b[31m');
    throw new OperatorError('data-invalid', 'x\\n::stop-commands::y\\u001b[2J', 'Mend it.');`;
  const { code, text } = runScript(body);
  expect(code).toBe(1);
  expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([
    expect.stringMatching(/^::error title=data-invalid::x%0A/),
  ]);
  expect(text).not.toContain('\u001b');
});
