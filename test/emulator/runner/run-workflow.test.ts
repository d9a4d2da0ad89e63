// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub's expressions are what this is about.
import type { RunRecord } from '@tidegate/emulator/actions/run-store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

const RUNS = 'runs-on: [self-hosted]';
const FILES = {
  '.github/workflows/order.yml': `
on: workflow_dispatch
jobs:
  broken:
    ${RUNS}
    steps: [{ run: exit 3 }]
  forgiven:
    ${RUNS}
    continue-on-error: true
    steps: [{ run: exit 1 }]
  after:
    ${RUNS}
    needs: broken
    steps: [{ run: echo never }]
  beyond:
    ${RUNS}
    needs: after
    if: always()
    steps: [{ run: 'echo "after was \${{ needs.after.result }}"' }]
  rescue:
    ${RUNS}
    needs: after
    if: failure()
    steps: [{ run: echo an ancestor failed }]
  happy:
    ${RUNS}
    needs: forgiven
    steps: [{ run: 'echo "forgiven was \${{ needs.forgiven.result }}"' }]
`,
  '.github/workflows/matrix.yml': `
on: workflow_dispatch
jobs:
  plan:
    ${RUNS}
    outputs: { sizes: '\${{ steps.a.outputs.sizes }}' }
    steps:
      - id: a
        run: echo 'sizes=[16,32]' >> "$GITHUB_OUTPUT"
  try:
    needs: plan
    ${RUNS}
    strategy:
      max-parallel: 1
      matrix:
        size: \${{ fromJSON(needs.plan.outputs.sizes) }}
        include: [{ size: 64, note: big }]
    outputs: { last: '\${{ matrix.size }}' }
    steps:
      - run: echo "size \${{ matrix.size }} \${{ matrix.note }} job \${{ strategy.job-index }} of \${{ strategy.job-total }}"
`,
  '.github/workflows/fast.yml': `
on: workflow_dispatch
jobs:
  cells:
    ${RUNS}
    strategy: { matrix: { cell: [tries, breaks, waits] } }
    continue-on-error: \${{ matrix.cell == 'tries' }}
    steps:
      - if: matrix.cell == 'tries'
        run: exit 1
      - if: matrix.cell == 'breaks'
        run: sleep 0.2; exit 1
      - run: sleep 30
`,
  '.github/workflows/calls.yml': `
on: workflow_dispatch
env: { LEVEL: outer }
jobs:
  inner:
    uses: ./.github/workflows/reusable.yml
    with: { name: churn, count: 2 }
    secrets: { TOKEN: '\${{ secrets.SERVING }}' }
  after:
    needs: inner
    ${RUNS}
    steps: [{ run: 'echo "got \${{ needs.inner.outputs.said }}"' }]
`,
  '.github/workflows/reusable.yml': `
on:
  workflow_call:
    inputs:
      name: { type: string, required: true }
      count: { type: number, default: 1 }
      dry: { type: boolean }
    secrets: { TOKEN: { required: true } }
    outputs: { said: { value: '\${{ jobs.say.outputs.said }}' } }
jobs:
  say:
    ${RUNS}
    outputs: { said: '\${{ steps.a.outputs.said }}' }
    steps:
      - id: a
        env: { TOKEN: '\${{ secrets.TOKEN }}' }
        run: echo "said=\${{ inputs.name }} \${{ inputs.count }} \${{ inputs.dry }} \${#TOKEN} [$LEVEL]" >> "$GITHUB_OUTPUT"
`,
  '.github/workflows/wrong-call.yml': `
on: workflow_dispatch
jobs:
  inner:
    uses: ./.github/workflows/reusable.yml
    with: { nam: churn }
`,
  '.github/workflows/late.yml': `
on: workflow_dispatch
jobs:
  slow:
    ${RUNS}
    timeout-minutes: 0.003
    steps:
      - run: sleep 30
      - if: always()
        run: echo cleaned up
  steps:
    ${RUNS}
    steps:
      - timeout-minutes: 0.003
        run: sleep 30
`,
  '.github/workflows/group.yml': `
on: workflow_dispatch
concurrency: one
jobs:
  a:
    ${RUNS}
    concurrency: one
    steps: [{ run: echo }]
`,
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(FILES, { secrets: { SERVING: 'sesame' } });
});
afterAll(() => lab.close());

const results = (run: RunRecord) => Object.fromEntries(run.jobs.map(({ name, conclusion }) => [name, conclusion]));

it('runs jobs in the order of their needs, and looks at every ancestor', async () => {
  const run = await lab.dispatch('order.yml');
  expect(results(run)).toEqual({
    broken: 'failure',
    forgiven: 'failure',
    after: 'skipped',
    beyond: 'success',
    rescue: 'success',
    happy: 'success',
  });
  expect(run.conclusion).toBe('failure');
  expect(lab.log(run)).toContain('after was skipped');
  expect(lab.log(run)).toContain('forgiven was success');
});

it('expands a matrix that an earlier job has written', async () => {
  const run = await lab.dispatch('matrix.yml');
  expect(results(run)).toEqual({
    plan: 'success',
    'try (16)': 'success',
    'try (32)': 'success',
    'try (64, big)': 'success',
  });
  expect(lab.log(run)).toContain('size 64 big job 2 of 3');
});

it('cancels the rest of a matrix when one job fails that nobody forgives', async () => {
  const run = await lab.dispatch('fast.yml');
  expect(results(run)).toEqual({
    'cells (breaks)': 'failure',
    'cells (waits)': 'cancelled',
    'cells (tries)': 'failure',
  });
});

it('calls a reusable workflow with inputs and secrets, without the env of the caller', async () => {
  const run = await lab.dispatch('calls.yml');
  expect(results(run)).toEqual({ 'inner / say': 'success', after: 'success' });
  expect(lab.log(run)).toContain('got churn 2 false 6 []');
});

it('refuses an input that the called workflow does not have', async () => {
  const run = await lab.dispatch('wrong-call.yml');
  expect(run.conclusion).toBe('failure');
  expect(lab.log(run)).toContain('has no input nam; it has name, count, dry.');
});

it('ends a job or step that takes too long, and lets always() clean up', async () => {
  const run = await lab.dispatch('late.yml');
  expect(results(run)).toEqual({ slow: 'cancelled', steps: 'failure' });
  expect(lab.log(run)).toContain('exceeded the maximum execution time of 0.003 minutes');
  expect(lab.log(run)).toContain('cleaned up');
  expect(lab.log(run)).toContain('The step took longer than 0.003 minutes.');
});

it('does not let a job wait for its own run', async () => {
  const run = await lab.dispatch('group.yml');
  expect(run.conclusion).toBe('failure');
  expect(lab.log(run)).toContain('the job would wait for its own run, which holds the group "one"');
});
