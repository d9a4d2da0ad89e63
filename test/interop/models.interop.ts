import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { VERDICT } from '@tidegate/core/gate/verdict';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { python } from './python.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder = '';
let theirs: Record<string, Record<string, number>> = {};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-models-'));
  const data = join(ROOT, 'templates/churn/data/churn.csv');
  theirs = z.record(z.string(), z.record(z.string(), z.number())).parse(python('models.py', null, [folder, data]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function validate(...words: readonly string[]): Promise<{ out: string; error: string }> {
  const args = [join(ROOT, 'cli/main.ts'), 'validate', '--data', 'holdout.csv', '--format', 'json', ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1e8 }, (_, out, error) => resolve({ out, error }));
  });
}

describe("models as scikit-learn's converter writes them, judged by the command line", () => {
  it.each([
    ['logistic', ['--target', 'churn', '--positive', 'yes']],
    ['forest', ['--target', 'churn', '--positive', 'yes']],
    ['line', ['--target', 'total_intl_charge', '--task', 'regression']],
  ])('%s has the metrics that scikit-learn computes', async (name, words) => {
    const { out, error } = await validate('--candidate', `${name}.onnx`, ...words);
    expect(error).toBe('');
    const { metrics } = parseDocument(VERDICT, out, 'standard output');
    // The ONNX file computes in float32.
    for (const [metric, expected] of Object.entries(theirs[name] ?? {}))
      expect(metrics.find((row) => row.metric === metric)?.candidate.value, metric).toBeCloseTo(expected, 4);
  });

  it('compares two of them', async () => {
    const words = [
      '--candidate',
      'forest.onnx',
      '--baseline',
      'logistic.onnx',
      '--target',
      'churn',
      '--positive',
      'yes',
    ];
    const verdict = parseDocument(VERDICT, (await validate(...words)).out, 'standard output');
    const auc = verdict.metrics.find(({ metric }) => metric === 'roc_auc');
    expect(auc).toMatchObject({ decision: 'better', test: expect.stringContaining('DeLong') });
  });

  it('says how to export without a ZipMap', async () => {
    const { error } = await validate('--candidate', 'zipmap.onnx', '--target', 'churn', '--positive', 'yes');
    expect(error).toContain("options={'zipmap': False}");
  });
});
