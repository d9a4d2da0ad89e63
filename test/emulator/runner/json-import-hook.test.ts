import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('lets plain Node load the official parser, which imports JSON without an attribute', () => {
  const file = join(import.meta.dirname, '../../../emulator/runner/parse-workflow.ts');
  const script = `const { parseWorkflowFile } = await import(${JSON.stringify(file)});
    const text = 'name: Hello\\non: push\\njobs:\\n  a: { runs-on: x, steps: [{ run: echo }] }';
    console.log((await parseWorkflowFile(text, 'a.yml')).name);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(output).toBe('Hello\n');
});
