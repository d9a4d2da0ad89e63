import { parseWorkflowFile } from '@tidegate/emulator/runner/parse-workflow';
import { expect, it } from 'vitest';

const job = 'runs-on: [self-hosted]\n    steps: [{ run: echo }]';

it('reads name, triggers and schedules', async () => {
  const text = `on:\n  push:\n  schedule: [{ cron: "17 5 * * *" }]\njobs:\n  a:\n    ${job}`;
  const workflow = await parseWorkflowFile(text, '.github/workflows/a.yml');
  expect(workflow).toMatchObject({ name: '.github/workflows/a.yml', schedules: ['17 5 * * *'] });
  expect(Object.keys(workflow.triggers)).toEqual(['push', 'schedule']);
});

it.each([
  ['a container', `on: push\njobs:\n  a:\n    container: node:24\n    ${job}`, /jobs\.a\.container is not supported/],
  ['services', `on: push\njobs:\n  a:\n    services: { db: { image: pg } }\n    ${job}`, /services is not supported/],
  [
    'an event',
    `on: pull_request_target\njobs:\n  a:\n    ${job}`,
    /on\.pull_request_target: this runner knows pull_request/,
  ],
  [
    'an activity type that GitHub does not know',
    `on:\n  pull_request: { types: [opend] }\njobs:\n  a:\n    ${job}`,
    /line 2: .*opend/,
  ],
  ['an unknown context', `on: push\njobs:\n  a:\n    if: shop.open\n    ${job}`, /shop/],
  ['an unknown function', `on: push\njobs:\n  a:\n    if: shout(1)\n    ${job}`, /shout/],
  [
    'a need that is no job',
    `on: push\njobs:\n  c:\n    ${job}\n  a:\n    needs: b\n    ${job}`,
    /'a' depends on unknown job 'b'/,
  ],
  [
    'needs that go in a circle',
    `on: push\njobs:\n  c:\n    ${job}\n  a:\n    needs: b\n    ${job}\n  b:\n    needs: a\n    ${job}`,
    /cycle|circle/i,
  ],
  ['an empty file', '', /a\.yml: /],
  ['what is no YAML', 'on: [push\njobs', /a\.yml: line/],
])('refuses %s by name', async (_, text, message) => {
  const refusal = parseWorkflowFile(text, '.github/workflows/a.yml');
  await expect(refusal).rejects.toMatchObject({
    code: 'workflow-unsupported',
    message: expect.stringMatching(message),
  });
});
