// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub's expressions are what this is about.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Lab, startLab } from './lab.ts';

const head =
  'on: workflow_dispatch\njobs:\n  a:\n    runs-on: [self-hosted]\n    steps:\n      - uses: actions/checkout@v5\n';
const FILES = {
  'data/a.csv': 'a\n',
  'data/b.csv': 'b\n',
  '.github/workflows/files.yml': `${head}
      - id: first
        run: |
          {
            echo 'many<<END'
            echo 'one'
            echo 'two'
            echo END
          } >> "$GITHUB_OUTPUT"
          echo 'LEVEL=high' >> "$GITHUB_ENV"
          echo 'GITHUB_SHA=forged' >> "$GITHUB_ENV"
          mkdir -p bin && printf '#!/bin/sh\\necho own tool' > bin/tool && chmod +x bin/tool
          echo "$PWD/bin" >> "$GITHUB_PATH"
          echo '# Summary' >> "$GITHUB_STEP_SUMMARY"
      - env: { LEVEL: low }
        run: echo "inside \${{ env.LEVEL }} $LEVEL"
      - run: |
          echo "then \${{ env.LEVEL }} $LEVEL" '\${{ toJSON(steps.first.outputs.many) }}'
          tool
          echo "sha is $([ "$GITHUB_SHA" = "\${{ github.sha }}" ] && echo mine)"
          echo "no service token for scripts: [$ACTIONS_RUNTIME_TOKEN]"
          echo "csv \${{ hashFiles('data/*.csv') }} none [\${{ hashFiles('*.none') }}]"
`,
  '.github/workflows/commands.yml': `${head}
      - name: Commands
        run: |
          echo "::add-mask::sesame"
          echo "open sesame and \${{ secrets.SERVING }}"
          echo "::warning file=train.ts,line=3::careful"
          echo "::set-output name=a::b"
          echo "::stop-commands::word"
          echo "::error::not a command"
          echo "::word::"
          echo "::error::a command"
`,
  '.github/workflows/fails.yml': `${head}
      - id: soft
        continue-on-error: true
        run: exit 4
      - run: echo "soft \${{ steps.soft.outcome }} \${{ steps.soft.conclusion }}"
      - run: false | true
      - shell: bash
        run: false | true
      - run: echo skipped
      - if: failure()
        run: echo "status \${{ job.status }}"
`,
  '.github/workflows/shells.yml': `
on: workflow_dispatch
defaults: { run: { working-directory: data } }
jobs:
  a:
    runs-on: [self-hosted]
    defaults: { run: { shell: sh } }
    steps:
      - uses: actions/checkout@v5
      - run: echo "in $(basename "$PWD") by $0"
      - shell: node
        working-directory: .
        run: console.log('node', (await import('node:fs')).existsSync('data'))
      - shell: pwsh
        run: echo
`,
  '.github/workflows/orphan.yml': `${head}
      - run: |
          sleep 60 &
          echo "pid $!"
          RUNNER_TRACKING_ID= sleep 60 &
          echo "free $!"
`,
  '.github/workflows/unknown.yml': `${head}
      - uses: octo-org/other@v1
`,
  '.github/workflows/node.yml': `${head}
      - uses: ./.github/actions/counted
        id: counted
        with: { start: 41, extra: 1 }
      - run: echo "counted \${{ steps.counted.outputs.count }}"
      - uses: octo-org/tools/both@v1
        with: { name: churn }
        id: both
        env: { FROM: outside }
      - run: echo "both \${{ steps.both.outputs.said }} then $LATER"
`,
  '.github/actions/counted/action.yml': `
name: Counted
inputs: { start: { required: true }, by: { default: '\${{ github.run_attempt }}' } }
outputs: { count: { description: sum } }
runs: { using: node24, pre: pre.mjs, main: main.mjs, post: post.mjs }
`,
  '.github/actions/counted/pre.mjs': `console.log('pre comes first');`,
  '.github/actions/counted/main.mjs': `
import { appendFileSync } from 'node:fs';
const count = Number(process.env.INPUT_START) + Number(process.env.INPUT_BY);
appendFileSync(process.env.GITHUB_OUTPUT, 'count=' + count + '\\n');
appendFileSync(process.env.GITHUB_STATE, 'count=' + count + '\\n');
console.log('service', process.env.ACTIONS_RESULTS_URL !== undefined);
`,
  '.github/actions/counted/post.mjs': `console.log('post knows', process.env.STATE_count);`,
};
const COMPOSITE = `
name: Both
inputs: { name: { required: true } }
outputs: { said: { value: '\${{ steps.say.outputs.said }}' } }
runs:
  using: composite
  steps:
    - id: say
      shell: bash
      run: |
        echo "said=\${{ inputs.name }} $FROM" >> "$GITHUB_OUTPUT"
        echo "LATER=kept" >> "$GITHUB_ENV"
        basename "$GITHUB_ACTION_PATH"
`;

let lab: Lab;
let tools = '';
beforeAll(async () => {
  tools = mkdtempSync(join(tmpdir(), 'tidegate-tools-'));
  mkdirSync(join(tools, 'both'));
  writeFileSync(join(tools, 'both/action.yml'), COMPOSITE);
  lab = await startLab(FILES, { secrets: { SERVING: 'open-the-gate' }, actions: { 'octo-org/tools': tools } });
});
afterAll(async () => {
  await lab.close();
  rmSync(tools, { recursive: true });
});

it('hands on outputs, environment, path and summary, and keeps what is the runner’s', async () => {
  const run = await lab.dispatch('files.yml');
  const log = lab.log(run);
  expect(run.conclusion).toBe('success');
  expect(log).toContain('inside low low');
  expect(log).toContain(String.raw`then high high "one\ntwo"`);
  expect(log).toContain('own tool');
  expect(log).toContain('sha is mine');
  expect(log).toContain('no service token for scripts: []');
  // SHA-256 over the SHA-256 of "a\n" and of "b\n".
  expect(log).toMatch(/csv [0-9a-f]{64} none \[\]/);
  expect(run.jobs[0]?.summary).toBe('# Summary\n');
});

it('hears workflow commands, masks secrets and can be told to stop listening', async () => {
  const run = await lab.dispatch('commands.yml');
  const log = lab.log(run);
  expect(log).toContain('open *** and ***');
  expect(log).not.toContain('sesame');
  expect(log).toContain('::set-output:: is switched off');
  expect(log).toContain('::error::not a command');
  expect(run.jobs[0]?.annotations).toEqual([
    { level: 'warning', message: 'careful', file: 'train.ts', line: 3 },
    { level: 'error', message: 'a command', file: '', line: 0 },
  ]);
});

it('goes on after a forgiven step, skips after a real failure, and a named bash knows pipefail', async () => {
  const run = await lab.dispatch('fails.yml');
  expect(lab.log(run)).toContain('soft failure success');
  expect(lab.log(run)).toContain('status failure');
  const steps = run.jobs[0]?.steps.map(({ conclusion }) => conclusion);
  expect(steps).toEqual(['success', 'success', 'success', 'success', 'failure', 'skipped', 'success']);
});

it('knows bash, sh, node and the defaults, and refuses other shells by name', async () => {
  const run = await lab.dispatch('shells.yml');
  expect(lab.log(run)).toMatch(/in data by .*\.sh/);
  expect(lab.log(run)).toContain('node true');
  expect(lab.log(run)).toContain('shell: pwsh is not supported. Use one of bash, sh, python, node.');
  expect(run.conclusion).toBe('failure');
});

it('ends what a job leaves running, unless it dropped its tracking id', async () => {
  const run = await lab.dispatch('orphan.yml');
  const pid = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(lab.log(run))?.[1]);
  await vi.waitFor(() => expect(isAlive(pid('pid'))).toBe(false));
  expect(isAlive(pid('free'))).toBe(true);
  process.kill(pid('free'));
});

it('refuses an action that it does not know', async () => {
  const run = await lab.dispatch('unknown.yml');
  expect(run.conclusion).toBe('failure');
  expect(lab.log(run)).toContain(
    'uses: octo-org/other@v1 is not known to this runner. It knows ./local actions, actions/checkout, octo-org/tools.',
  );
});

it('runs Node actions with pre, post and state, and composite actions with inputs and outputs of their own', async () => {
  const run = await lab.dispatch('node.yml');
  const log = lab.log(run);
  expect(run.conclusion).toBe('success');
  expect(log).toContain('pre comes first');
  expect(log).toContain("Unexpected input 'extra', valid inputs are");
  expect(log).toContain('counted 42');
  expect(log).toContain('service true');
  expect(log).toContain('both churn outside then kept');
  expect(log.indexOf('post knows 42')).toBeGreaterThan(log.indexOf('both churn'));
  expect(run.jobs[0]?.steps.at(-1)).toMatchObject({
    name: 'Post Run ./.github/actions/counted',
    conclusion: 'success',
  });
});

/** A zombie that nobody has waited for has ended too. */
function isAlive(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !/\) Z /.test(readFileSync(file, 'utf8'));
}
