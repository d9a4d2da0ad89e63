// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub's expressions are what this is about.
import { afterEach, expect, it } from 'vitest';
import { type Lab, REPOSITORY, startLab } from './lab.ts';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

const job = (script: string) => `jobs:\n  a:\n    runs-on: [self-hosted]\n    steps: [{ run: '${script}' }]\n`;
const seen = (open: Lab) => open.runs().map(({ event, name, conclusion }) => `${event} ${name} ${conclusion}`);

it('starts workflows for pull requests that touch their paths, at the head, and again for a new push', async () => {
  lab = await startLab({
    '.github/workflows/train.yml': `name: Train\non:\n  pull_request:\n    paths: ["*.ts"]\n${job('echo "${{ github.event.action }} ${{ github.head_ref }} to ${{ github.base_ref }} $GITHUB_REF"')}`,
  });
  await lab.openPull('notes', { 'notes.md': 'a' });
  const number = await lab.openPull('wider', { 'train.ts': 'let a;' });
  await lab.runner.idle();
  expect(seen(lab)).toEqual(['pull_request Train success']);
  expect(lab.log()).toContain(`opened wider to main refs/pull/${number}/merge`);
  const sha = await lab.push('wider', { 'train.ts': 'let b;' });
  await lab.runner.idle();
  expect(lab.runs().at(-1)).toMatchObject({ headSha: sha, headBranch: 'wider', pullRequests: [number] });
  expect(lab.log()).toContain('synchronize wider');
  const listed = await lab.call('GET', `/repos/${REPOSITORY}/actions/runs?head_sha=${sha}`);
  expect(listed.body).toMatchObject({ workflow_runs: [{ pull_requests: [{ number, head: { sha } }] }] });
});

it('cancels the older of two runs of a pull request when the group says so', async () => {
  lab = await startLab({
    '.github/workflows/train.yml': `name: Train\non: pull_request\nconcurrency:\n  group: train-\${{ github.event.pull_request.number }}\n  cancel-in-progress: true\n${job('[ "$(cat wait)" = no ] || sleep 30').replace('steps: [', 'steps: [{ uses: actions/checkout@v5 }, ')}`,
    wait: 'yes',
  });
  await lab.openPull('wider', { a: '1' });
  await lab.push('wider', { wait: 'no' });
  await lab.runner.idle();
  expect(seen(lab)).toEqual(['pull_request Train cancelled', 'pull_request Train success']);
});

it('starts on push by branch, on a finished run, on a schedule, on a comment and on a dispatch from outside', async () => {
  lab = await startLab({
    '.github/workflows/push.yml': `name: Push\non:\n  push:\n    branches: ["tidegate/**"]\n${job('echo pushed $GITHUB_REF_NAME')}`,
    '.github/workflows/next.yml': `name: Next\non:\n  workflow_run:\n    workflows: [Push]\n    types: [completed]\n${job('echo "${{ github.event.workflow_run.conclusion }} on $GITHUB_REF_NAME"')}`,
    '.github/workflows/daily.yml': `name: Daily\non:\n  schedule: [{ cron: "17 5 * * *" }]\n${job('echo good morning')}`,
    '.github/workflows/comment.yml': `name: Comment\non: issue_comment\n${job('echo "${{ github.event.comment.user.login }}"')}`,
    '.github/workflows/outside.yml': `name: Outside\non:\n  repository_dispatch:\n    types: [data]\n${job('echo "${{ github.event.client_payload.rows }}"')}`,
  });
  await lab.push('tidegate/one', { a: '1' });
  await lab.push('other', { a: '1' });
  await lab.runner.idle();
  expect(seen(lab)).toEqual(['push Push success', 'workflow_run Next success']);
  expect(lab.log()).toContain('success on main');
  await lab.runner.tickSchedule(REPOSITORY);
  const issue = await lab.call('POST', `/repos/${REPOSITORY}/issues`, { title: 'Ask' });
  const comments = `/repos/${REPOSITORY}/issues/${String(issue.body['number'])}/comments`;
  await lab.call('POST', comments, { body: 'Hello' }, lab.github.tokens['hubot']);
  await lab.runner.idle();
  expect(lab.log()).toContain('hubot');
  for (const event_type of ['data', 'other'])
    await lab.call('POST', `/repos/${REPOSITORY}/dispatches`, { event_type, client_payload: { rows: 5000 } });
  await lab.runner.idle();
  expect(seen(lab).slice(2)).toEqual([
    'schedule Daily success',
    'issue_comment Comment success',
    'repository_dispatch Outside success',
  ]);
});

it('starts nothing for what a job did with its own token, but for a dispatch; and the token may only what the job asks', async () => {
  const call = (path: string, body: string) =>
    `curl -s -o /dev/null -w "%{http_code} " -X POST -H "authorization: Bearer $TOKEN" -d '${body}' $GITHUB_API_URL/repos/$GITHUB_REPOSITORY/${path}`;
  lab = await startLab({
    '.github/workflows/act.yml': `name: Act
on: workflow_dispatch
permissions: {}
jobs:
  a:
    runs-on: [self-hosted]
    permissions: { issues: write, actions: write }
    env: { TOKEN: '\${{ secrets.GITHUB_TOKEN }}' }
    steps:
      - run: |
          ${call('issues', '{"title":"Alarm"}')}
          ${call('issues/1/comments', '{"body":"Look"}')}
          ${call('actions/workflows/next.yml/dispatches', '{"ref":"main"}')}
          ${call('git/refs', '{"ref":"refs/heads/x","sha":"0"}')}
`,
    '.github/workflows/comment.yml': `name: Comment\non: [issue_comment]\n${job('echo never')}`,
    '.github/workflows/next.yml': `name: Next\non: workflow_dispatch\n${job('echo next')}`,
    '.github/workflows/then.yml': `name: Then\non: { workflow_run: { workflows: [Next], types: [completed] } }\n${job('echo then')}`,
  });
  const run = await lab.dispatch('act.yml');
  expect(lab.log(run)).toContain('201 201 204 403');
  expect(seen(lab)).toEqual([
    'workflow_dispatch Act success',
    'workflow_dispatch Next success',
    'workflow_run Then success',
  ]);
  const author = await lab.call('GET', `/repos/${REPOSITORY}/issues/1`);
  expect(author.body).toMatchObject({ user: { login: 'github-actions[bot]', type: 'Bot' } });
});

it('fails a run whose workflow it cannot execute, and says why in its log', async () => {
  lab = await startLab({
    '.github/workflows/push.yml': `on: push\njobs:\n  a:\n    container: node:24\n    runs-on: [self-hosted]\n    steps: [{ run: echo }]\n`,
  });
  await lab.push('one', { a: '1' });
  await lab.runner.idle();
  expect(lab.runs()).toMatchObject([{ conclusion: 'failure', name: '.github/workflows/push.yml' }]);
  expect(lab.log()).toContain('jobs.a.container is not supported');
  expect(lab.annotations.join()).toContain('jobs.a.container is not supported');
});
