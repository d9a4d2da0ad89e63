import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readContracts } from '../../scripts/action-contracts.ts';
import { renderActionReadme, renderActionYaml } from '../../scripts/action-documents.ts';
import { listSources, ROOT, readSource } from '../architecture/source-files.ts';

const contracts = await readContracts();
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

it('finds the Actions of the loop', () => {
  expect([...contracts.keys()]).toEqual(['data', 'deploy', 'drift', 'release', 'retrain', 'train', 'validate']);
});

describe.each([...contracts])('%s', (folder, contract) => {
  const action = parse(read(`actions/${folder}/action.yml`));

  it('has one contract for action.yml, code and README (node scripts/write-action-documents.ts)', () => {
    const readme = read(`actions/${folder}/README.md`);
    expect(contract.name).toBe(folder);
    expect(read(`actions/${folder}/action.yml`)).toBe(renderActionYaml(contract));
    expect(readme).toBe(renderActionReadme(contract, readme));
    expect(Object.keys(action.inputs)).toEqual(Object.keys(contract.inputs.shape));
    expect(Object.keys(action.outputs)).toEqual(Object.keys(contract.outputs.shape));
  });

  it('describes every input and output', () => {
    const described = [...Object.values(contract.inputs.shape), ...Object.values(contract.outputs.shape)];
    for (const schema of described) expect(schema.description ?? '').toMatch(/^.{10,}\.$/);
  });

  it('masks what is a token', () => {
    for (const [name, schema] of Object.entries(contract.inputs.shape)) {
      expect(schema.meta()?.['secret'] === true, name).toBe(/token|secret|key/.test(name));
    }
  });

  it('only wires: at most 40 lines, no Octokit and no toolkit', () => {
    const main = readSource(`actions/${folder}/main.ts`);
    expect(main.split('\n').length - 1).toBeLessThanOrEqual(40);
    expect(main).not.toMatch(/@octokit|@actions\/|GITHUB_|INPUT_/);
  });

  it.each(['churn', 'chicago'])('is called by template %s with inputs that it has, all required ones', (template) => {
    const workflows = ['train', 'gate', 'operate', 'data'].map((file) =>
      parse(read(`templates/${template}/.github/workflows/${file}.yml`)),
    );
    const steps: { uses?: string; with?: Record<string, string> }[] = workflows.flatMap(({ jobs }) =>
      Object.values<{ steps: object[] }>(jobs).flatMap((job) => job.steps),
    );
    const calls = steps.filter(({ uses }) => uses === `tidegate/tidegate/actions/${folder}@v1`);
    expect(calls).toHaveLength(1);
    const given = Object.keys(calls[0]?.with ?? {});
    const required = Object.entries<{ required: boolean }>(action.inputs).filter(([, input]) => input.required);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(given));
    expect(given).toEqual(expect.arrayContaining(required.map(([name]) => name)));
  });
});

it('lists every variable that a training command gets', () => {
  const given = [...readSource('core/adapters/train-seed.ts').matchAll(/^\s+(TIDEGATE_\w+):/gm)].map(
    ([, name]) => name,
  );
  expect(given.length).toBeGreaterThan(4);
  for (const name of given) expect(read('actions/train/README.md')).toContain(`| \`${name}\` | `);
});

it('lets nothing but actions/shared speak to the runner', () => {
  const speakers = listSources(['actions', 'core', 'serving', 'app']).filter((file) =>
    /from '@actions\//.test(readSource(file)),
  );
  expect(speakers.filter((file) => !file.startsWith('actions/shared/'))).toEqual([]);
});
