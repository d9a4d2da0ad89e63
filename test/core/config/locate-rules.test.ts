import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateRules } from '../../../core/config/locate-rules.ts';
import { ROOT } from '../../architecture/source-files.ts';

const template = readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8');
const yaml = (...lines: string[]) => lines.join('\n');

describe('the line of each rule', () => {
  it('in the template', () => {
    const lines = template.split('\n');
    expect(locateRules(template, 'churn').map((line) => lines[line - 1]?.trim())).toEqual([
      '- kind: threshold',
      '- kind: non-inferior',
      '- kind: slice',
      '- kind: leakage',
      '- kind: data-expectations',
      '- kind: signature',
      '- kind: determinism',
      '- kind: size',
    ]);
  });

  it.each<[string, string, readonly number[]]>([
    [
      'in one line each',
      yaml('models:', '  churn:', '    gate:', '      - { kind: a }', '      - { kind: b }'),
      [4, 5],
    ],
    ['in JSON', yaml('{"models": {"churn": {"gate": [', '{"kind": "a"},', '{"kind": "b"}]}}}'), [2, 3]],
    [
      'with comments between',
      yaml('models:', '  churn:', '    gate:', '      # one', '      - kind: a', '', '      - kind: b'),
      [5, 7],
    ],
    [
      'shared with another model',
      yaml('models:', '  fraud:', '    gate: &g', '      - kind: a', '  churn:', '    gate: *g'),
      [4],
    ],
    ['of no such model', yaml('models:', '  fraud:', '    gate: [{kind: a}]'), []],
    ['of a gate that is no list', yaml('models:', '  churn:', '    gate: 7'), []],
    ['in no YAML', 'models: [', []],
    ['in nothing', '', []],
    ['in a file that is too long', `models: {}${' '.repeat(70_000)}`, []],
  ])('%s', (_, text, lines) => {
    expect(locateRules(text, 'churn')).toEqual(lines);
  });
});
