import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { comparePolicies } from '../../../core/config/compare-policies.ts';
import { parseConfig } from '../../../core/config/parse-config.ts';
import { ROOT } from '../../architecture/source-files.ts';

const TEXT = readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8');
const compare = (next: string) => {
  if (next === TEXT) throw new Error('The text of the template does not hold what this test changes.');
  return comparePolicies(parseConfig(TEXT), parseConfig(next)).map(({ path, before, after }) => [path, before, after]);
};

it.each<[string, string, (readonly (string | undefined)[])[]]>([
  ['a threshold', TEXT.replace('min: 0.75', 'min: 0.5'), [['models.churn.gate[0].min', '0.75', '0.5']]],
  [
    'who may promote',
    TEXT.replace('promote: maintain', 'promote: read'),
    [['models.churn.environments[1].promote', '"maintain"', '"read"']],
  ],
  [
    'an order that falls away',
    TEXT.replace('        after: staging\n', ''),
    [['models.churn.environments[1].after', '"staging"', undefined]],
  ],
  [
    'a default that is now said',
    TEXT.replace('    evaluation:\n', '    evaluation:\n      replicates: 100\n'),
    [['models.churn.evaluation.replicates', '2000', '100']],
  ],
  [
    'which rows evaluate',
    TEXT.replace('fraction: 0.25', 'fraction: 0.25\n        salt: lucky'),
    [['models.churn.data.holdout.salt', '""', '"lucky"']],
  ],
  [
    'a word of a list, as one change',
    TEXT.replace('"data/**"]', '"data/**", other.ts]'),
    [['models.churn.paths', expect.any(String), expect.stringContaining('other.ts')]],
  ],
])('shows %s', (_, next, expected) => {
  expect(compare(next)).toEqual(expected);
});

it.each([
  ['hyper-parameters', TEXT.replace('units: [8]', 'units: [64, 32]')],
  ['the seed and the command', TEXT.replace('seed: 7', 'seed: 8').replace('node train.ts', 'node other.ts')],
  ['comments, order and quotes', `# mine\n${TEXT.replace('positive: "yes"', "positive: 'yes'")}`],
])('does not call %s policy', (_, next) => {
  expect(compare(next)).toEqual([]);
});

it('hides nothing in a model that is called like the part that is not policy', () => {
  const renamed = TEXT.replace('  churn:\n', '  training:\n');
  const changes = comparePolicies(parseConfig(renamed), parseConfig(renamed.replace('min: 0.75', 'min: 0.1')));
  expect(changes).toEqual([{ path: 'models.training.gate[0].min', before: '0.75', after: '0.1' }]);
});

it('shows a new model as new settings', () => {
  const two = `${TEXT}${TEXT.slice(TEXT.indexOf('  churn:\n')).replace('  churn:', '  fraud:')}`;
  const changes = comparePolicies(parseConfig(TEXT), parseConfig(two));
  expect(changes.length).toBeGreaterThan(10);
  expect(changes.every(({ path, before }) => path.startsWith('models.fraud.') && before === undefined)).toBe(true);
});
