import { afterEach, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

it('runs the steps of a dispatched workflow as child processes and keeps their log', async () => {
  lab = await startLab({
    '.github/workflows/hello.yml': `
name: Hello
run-name: Hello \${{ inputs.name }}
on:
  workflow_dispatch:
    inputs:
      name: { type: string, required: true }
      loud: { type: boolean, default: false }
jobs:
  greet:
    runs-on: [self-hosted]
    outputs:
      greeting: \${{ steps.say.outputs.greeting }}
    steps:
      - uses: actions/checkout@v5
      - id: say
        env:
          NAME: \${{ inputs.name }}
        run: |
          echo "greeting=Hello $NAME" >> "$GITHUB_OUTPUT"
          head -1 README.md
  reply:
    needs: greet
    runs-on: [self-hosted]
    if: inputs.loud == false
    steps:
      - run: echo "\${{ needs.greet.outputs.greeting }}, said run $GITHUB_RUN_ID of $GITHUB_REPOSITORY"
      - run: node -e 'console.log(process.version)'
`,
  });
  const run = await lab.dispatch('hello.yml', { name: 'octocat' });
  expect(run).toMatchObject({ conclusion: 'success', title: 'Hello octocat', event: 'workflow_dispatch' });
  expect(lab.log(run)).toContain('# churn');
  expect(lab.log(run)).toContain(`Hello octocat, said run ${run.id} of octo-org/churn`);
  expect(lab.log(run)).toContain(process.version);
});
