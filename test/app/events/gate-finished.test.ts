import { onGateFinished } from '@tidegate/app/events/gate-finished';
import { onPullRequestChanged } from '@tidegate/app/events/pull-request';
import { onPullRequestMerged } from '@tidegate/app/events/pull-request-merged';
import { onTrainingFinished } from '@tidegate/app/events/training-finished';
import type { WorkflowRun } from '@tidegate/core/ports/github';
import { replaceSection } from '@tidegate/core/report/verdict-comment';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeVerdict } from '../../core/release/validated.ts';
import { MEASURED, ruleRow } from '../../core/report/rich-verdict.ts';
import { BotLab, POLICY } from '../bot-lab.ts';

const VERDICT = 'tidegate:verdict';
let lab: BotLab;
let pull: { number: number; sha: string };
let run: WorkflowRun;

/** A pull request was trained, and the gate runs. */
async function validate(files: Readonly<Record<string, string>> = { 'train.ts': 'wider' }): Promise<void> {
  lab = new BotLab();
  pull = await lab.openPull(files);
  await lab.github.addArtifact(900, 'tidegate-run-churn', new Uint8Array([1]));
  await onTrainingFinished(lab.context, lab.github.addRun({ id: 900, headSha: pull.sha, headBranch: 'wider' }));
  const id = lab.started('gate.yml')[0]?.runId ?? 0;
  run = lab.finish(id, 'success');
}
beforeEach(() => validate());

it('writes the verdict into the ledger, one comment and the check, which leads back to its run', async () => {
  await lab.uploadVerdict(run.id, pull.sha);
  await onGateFinished(lab.context, run);
  expect(lab.told(VERDICT)).toContain('## ✅ churn may ship');
  expect(lab.checkOn(pull.sha)).toMatchObject({ conclusion: 'success', externalId: `${run.id}` });
  expect(await lab.actions()).toEqual(['validation-requested', 'verdict-given']);
  expect(lab.github.comments).toHaveLength(1);
});

it.each([
  ['fail', 'failure'],
  ['cannot-tell', 'neutral'],
] as const)('a verdict that says %s is a check that is a %s', async (outcome, conclusion) => {
  await lab.uploadVerdict(run.id, pull.sha, { outcome });
  await onGateFinished(lab.context, run);
  expect(lab.checkOn(pull.sha)?.conclusion).toBe(conclusion);
});

it('edits its one comment when the next head is judged, and leaves a look-alike of somebody else alone', async () => {
  lab.github.say(pull.number, 'monalisa', `<!-- ${VERDICT} -->\n✅ churn may ship`);
  await lab.uploadVerdict(run.id, pull.sha, { outcome: 'fail' });
  await onGateFinished(lab.context, run);
  await onGateFinished(lab.context, run);
  expect(lab.github.comments.map(({ author }) => author)).toEqual(['monalisa', 'tidegate[bot]']);
  expect(lab.github.comments[1]?.body).toContain('must not ship');
});

describe('a comment that speaks of several models', () => {
  const other = (head: string) =>
    `<!-- tidegate:verdict/spam -->\n<!-- tidegate:about head=${head} summary=- left-out=- -->\n<!-- tidegate:part/headline -->\n## ✅ spam may ship\n\n<!-- /tidegate:verdict/spam -->`;
  const judgeBeside = async (head: string, author = 'tidegate[bot]') => {
    lab.github.say(pull.number, author, `<!-- ${VERDICT} -->\n${other(head)}`);
    await lab.uploadVerdict(run.id, pull.sha);
    await onGateFinished(lab.context, run);
    const own = lab.github.comments.filter((comment) => comment.author === 'tidegate[bot]');
    expect(own).toHaveLength(1);
    return own[0]?.body ?? '';
  };

  it('keeps what it says of the others', async () => {
    const body = await judgeBeside(pull.sha);
    expect(body.indexOf('## ✅ churn may ship')).toBeGreaterThan(0);
    expect(body.indexOf('## ✅ spam may ship')).toBeGreaterThan(body.indexOf('## ✅ churn may ship'));
    expect(lab.toldOf('spam')).not.toContain('[!NOTE]');
  });

  it('says where one speaks of an older commit', async () => {
    await judgeBeside('d'.repeat(40));
    expect(lab.toldOf('spam')).toContain(
      `This speaks of \`ddddddd\`. The newest commit is \`${pull.sha.slice(0, 7)}\``,
    );
    expect(lab.toldOf('churn')).not.toContain('[!NOTE]');
  });

  it('takes no section from a comment of somebody else', async () => {
    expect(await judgeBeside(pull.sha, 'monalisa')).not.toContain('spam');
  });

  it('keeps them too where a model gets no verdict', async () => {
    lab.github.say(pull.number, 'tidegate[bot]', `<!-- ${VERDICT} -->\n${other(pull.sha)}`);
    await onGateFinished(lab.context, lab.finish(run.id, 'failure'));
    expect(lab.toldOf('churn')).toContain('no verdict on');
    expect(lab.toldOf('spam')).toContain('may ship');
  });

  it('links the run whose summary holds everything', async () => {
    await lab.uploadVerdict(run.id, pull.sha);
    await onGateFinished(lab.context, { ...run, url: 'https://github.com/octo-org/churn/actions/runs/8' });
    const [section] = replaceSection(lab.told(VERDICT), {
      model: 'a',
      head: null,
      summaryUrl: null,
      parts: [],
      leftOut: [],
    }).slice(1);
    expect(section).toMatchObject({ model: 'churn', summaryUrl: 'https://github.com/octo-org/churn/actions/runs/8' });
  });
});

describe('a rule that does not pass', () => {
  const rules = [
    ruleRow({ index: 0, status: 'fail', message: 'roc_auc is 0.7, less than 0.75.' }),
    ruleRow({ index: 1, rule: 'non-inferior', subject: 'log_loss', status: 'cannot-tell' }),
  ];
  const annotationsOf = async (changes: object) => {
    await lab.uploadVerdict(run.id, pull.sha, { outcome: 'fail', policy: await policy(), ...changes });
    await onGateFinished(lab.context, run);
    return lab.checkOn(pull.sha)?.annotations ?? [];
  };
  const policy = async () => {
    const { digest } = (await makeVerdict()).policy;
    return { commit: (await lab.github.readDefaultBranch()).sha, digest, rules: 'policy' as const };
  };
  const lineOf = (text: string) => POLICY.split('\n').findIndex((line) => line.includes(text)) + 1;

  it('is shown at its line of tidegate.yml', async () => {
    expect(await annotationsOf({ rules })).toEqual([
      {
        path: 'tidegate.yml',
        line: lineOf('- kind: threshold'),
        level: 'failure',
        title: 'churn: threshold roc_auc fails',
        message: 'roc_auc is 0.7, less than 0.75.',
      },
      expect.objectContaining({ line: lineOf('- kind: non-inferior'), level: 'warning' }),
    ]);
  });

  it.each([
    ['warn', ['notice']],
    ['pass', []],
    ['skipped', []],
  ] as const)('is one of level %s: %s', async (status, levels) => {
    const found = await annotationsOf({ rules: [ruleRow({ status })] });
    expect(found.map(({ level }) => level)).toEqual(levels);
  });

  it('is joined by the expectations of data that are not met, each at its own line', async () => {
    expect(await annotationsOf({ rules: [], measurements: MEASURED })).toEqual([
      {
        path: 'expectations.yml',
        line: 12,
        level: 'failure',
        title: 'churn: expect_column_values_to_be_in_set fails on data/churn.csv',
        message: 'state: expected values among CA, NY; 100 of 5,000 (2 %) are not.',
      },
    ]);
  });

  it('is told with the commit of the policy where the pull request has another file', async () => {
    await validate({ 'tidegate.yml': `# one line more\n${POLICY}` });
    const [found] = await annotationsOf({ rules });
    expect(found?.line).toBe(lineOf('- kind: threshold'));
    expect(found?.message).toContain(
      `Line of tidegate.yml at ${(await policy()).commit.slice(0, 7)}, whose policy judged`,
    );
  });

  it.each<[string, object]>([
    ['of a policy that is nowhere', { policy: { commit: 'e'.repeat(40), digest: `sha256:${'0'.repeat(64)}` } }],
    ['of a policy without a commit', { policy: { commit: null, digest: `sha256:${'0'.repeat(64)}` } }],
    ['that the policy does not have', { rules: [ruleRow({ index: 9, status: 'fail' })] }],
  ])('%s has no line', async (_, changes) => {
    expect(await annotationsOf({ rules, ...changes })).toEqual([]);
  });
});

it('does not speak of an older head in the comment; the check on that commit tells', async () => {
  await lab.uploadVerdict(run.id, pull.sha);
  await lab.push('wider', { 'train.ts': 'wider still' });
  await onGateFinished(lab.context, run);
  expect(lab.told(VERDICT)).toBeUndefined();
  expect(lab.checkOn(pull.sha)?.conclusion).toBe('success');
});

describe('a run that decides nothing', () => {
  it.each<[string, Partial<WorkflowRun>]>([
    ['was dispatched by a person', { actor: 'monalisa' }],
    ['is of a branch, whose workflow its author wrote', { headBranch: 'wider' }],
    ['was started by a pull request', { event: 'pull_request' }],
  ])('%s', async (_, changes) => {
    await lab.uploadVerdict(run.id, pull.sha);
    await onGateFinished(lab.context, { ...run, ...changes });
    expect(lab.checkOn(pull.sha)?.status).toBe('in_progress');
    expect(lab.github.comments).toEqual([]);
  });

  it('is not in the ledger', async () => {
    const other = lab.github.addRun({ ...run, id: 901 });
    await lab.uploadVerdict(901, pull.sha);
    await onGateFinished(lab.context, other);
    expect(lab.github.comments).toEqual([]);
  });

  it('has a request that somebody forged into the ledger, but no run of ours', async () => {
    const other = lab.github.addRun({ ...run, id: 902, actor: 'monalisa' });
    await lab.forge({ action: 'validation-requested', commit: pull.sha, issue: pull.number, runId: 902 });
    await lab.uploadVerdict(902, pull.sha);
    await onGateFinished(lab.context, other);
    expect(lab.github.comments).toEqual([]);
  });
});

describe('what is no verdict on this commit fails the check with the reason', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['no artifact', async () => {}, /artifact-missing/],
    ['a verdict on another commit', () => uploadWith({ commit: 'd'.repeat(40) }), /artifact-mismatch/],
    ['a verdict on other bytes', () => uploadWith({ digest: `sha256:${'0'.repeat(64)}` }), /artifact-mismatch/],
    ['a verdict on another model', () => lab.uploadVerdict(run.id, pull.sha, { model: 'fraud' }), /artifact-mismatch/],
    ['a model that was swapped', () => lab.uploadVerdict(run.id, pull.sha, {}, 'other weights'), /artifact-mismatch/],
    ['a run record of another commit', () => lab.uploadVerdict(run.id, 'd'.repeat(40)), /artifact-mismatch/],
    ['no archive', () => addArtifact(new Uint8Array(50)), /artifact-mismatch|document-invalid/],
  ])('%s', async (_, upload, reason) => {
    await upload();
    await onGateFinished(lab.context, run);
    expect(lab.checkOn(pull.sha)).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(lab.told(VERDICT)).toMatch(reason);
    expect(await lab.actions()).toEqual(['validation-requested']);
  });
  const addArtifact = (bytes: Uint8Array) => lab.github.addArtifact(run.id, 'tidegate-verdict-churn', bytes);
  const uploadWith = async (changes: object) => {
    const { candidate } = await makeVerdict();
    return lab.uploadVerdict(run.id, pull.sha, { candidate: { ...candidate, commit: pull.sha, ...changes } });
  };

  it('a gate that failed', async () => {
    await onGateFinished(lab.context, lab.finish(run.id, 'failure', { url: 'https://run/gate' }));
    expect(lab.checkOn(pull.sha)).toMatchObject({ conclusion: 'failure', title: 'Validation failed' });
    expect(lab.told(VERDICT)).toContain('https://run/gate');
  });
});

describe('a policy that the pull request changes', () => {
  it.each<[string, Readonly<Record<string, string>>, RegExp | undefined]>([
    [
      'is shown setting by setting',
      { 'tidegate.yml': POLICY.replace('min: 0.75', 'min: 0.5') },
      /- .*gate\[0\]\.min: 0.75\n\+ .*gate\[0\]\.min: 0.5/,
    ],
    [
      'is shown where it lets more people promote',
      { 'tidegate.yml': POLICY.replace('promote: maintain', 'promote: read') },
      /promote: "maintain"/,
    ],
    ['is shown where the evaluation data changes', { 'data/churn.csv': 'easier rows' }, /data\/churn\.csv/],
    [
      'is shown where a workflow changes',
      { '.github/workflows/gate.yml': 'on: push', 'train.ts': 'wider' },
      /gate\.yml/,
    ],
    [
      'is not claimed for a hyper-parameter',
      { 'tidegate.yml': POLICY.replace('units: [8]', 'units: [64, 32]') },
      undefined,
    ],
  ])('%s', async (_, files, shown) => {
    await validate(files);
    await lab.uploadVerdict(run.id, pull.sha);
    await onGateFinished(lab.context, run);
    const body = lab.told(VERDICT) ?? '';
    if (shown) expect(body).toMatch(shown);
    expect(body.includes('[!CAUTION]')).toBe(shown !== undefined);
  });
});

it('does not make a tidegate.yml good that does not parse: its check fails on, with the mistakes', async () => {
  await validate({ 'train.ts': 'wider', 'tidegate.yml': POLICY.replace('margin: 0.02', 'margin: "2%"') });
  await onPullRequestChanged(lab.context, pull.number);
  await lab.uploadVerdict(run.id, pull.sha);
  await onGateFinished(lab.context, run);
  expect(lab.checkOn(pull.sha)).toMatchObject({ conclusion: 'failure', title: 'tidegate.yml is not valid' });
  expect(lab.checkOn(pull.sha)?.text).toContain('margin');
  expect(lab.checkOn(pull.sha)?.annotations).toHaveLength(1);
  expect(lab.told(VERDICT)).toContain('The tidegate.yml of this pull request is not valid');
});

describe('a release', () => {
  const releases = () => lab.started('gate.yml').filter(({ inputs }) => inputs['task'] === 'release');
  const pass = async () => {
    await lab.uploadVerdict(run.id, pull.sha);
    await onGateFinished(lab.context, run);
  };

  it('is asked for when what passed is merged, with the run that judged it', async () => {
    await pass();
    lab.github.merge(pull.number);
    await onPullRequestMerged(lab.context, pull.number);
    expect(releases()).toMatchObject([{ inputs: { model: 'churn', sha: pull.sha, 'run-id': `${run.id}` } }]);
  });

  it('is asked for once, whether the merge or the verdict is told first', async () => {
    await lab.uploadVerdict(run.id, pull.sha);
    lab.github.merge(pull.number);
    await onPullRequestMerged(lab.context, pull.number);
    expect(releases()).toHaveLength(0);
    await onGateFinished(lab.context, run);
    await onPullRequestMerged(lab.context, pull.number);
    expect(releases()).toHaveLength(1);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['what did not pass', () => lab.uploadVerdict(run.id, pull.sha, { outcome: 'fail' })],
    ['what the data cannot tell', () => lab.uploadVerdict(run.id, pull.sha, { outcome: 'cannot-tell' })],
    [
      'a head that was pushed after the verdict',
      async () => {
        await lab.uploadVerdict(run.id, pull.sha);
        await lab.push('wider', { 'train.ts': 'swapped' });
      },
    ],
  ])('is not made of %s', async (_, prepare) => {
    await prepare();
    await onGateFinished(lab.context, run);
    lab.github.merge(pull.number);
    await onPullRequestMerged(lab.context, pull.number);
    expect(releases()).toEqual([]);
  });

  it('is not made of a merge into another branch, which nobody has to review', async () => {
    await pass();
    lab.github.merge(pull.number);
    const index = lab.github.pulls.findIndex(({ number }) => number === pull.number);
    const merged = await lab.github.readPullRequest(pull.number);
    lab.github.pulls[index] = { ...merged, baseRef: 'my-own-branch' };
    await onPullRequestMerged(lab.context, pull.number);
    expect(releases()).toEqual([]);
  });

  it('is told with its name once GitHub holds it; and that it is missing when it does not', async () => {
    await pass();
    const commit = lab.github.merge(pull.number);
    await onPullRequestMerged(lab.context, pull.number);
    const id = releases()[0]?.runId ?? 0;
    await onGateFinished(lab.context, lab.finish(id, 'failure'));
    expect(lab.told('tidegate:release/churn')).toContain('was not released');
    await lab.publishByHand('churn@1.0.0', commit, 'the weights');
    await onGateFinished(lab.context, lab.finish(id, 'success'));
    expect(lab.told('tidegate:release/churn')).toMatch(/Released \[`churn@1\.0\.0`\].*`\/promote staging`/);
    expect((await lab.actions()).at(-1)).toBe('released');
  });
});
