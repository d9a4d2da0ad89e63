import { writeFileSync } from 'node:fs';
import { openData } from '@tidegate/core/adapters/open-data';
import { OperatorError } from '@tidegate/core/errors';
import { inferSuite } from '@tidegate/core/expectations/infer/infer-suite';
import { countInferred, renderInferred } from '@tidegate/core/expectations/infer/render-inferred';
import { count } from '@tidegate/core/report/numbers';
import { EXIT_CODES } from './exit-codes.ts';
import { followWork } from './follow-work.ts';

export interface InferOptions {
  readonly out?: string;
  readonly force?: boolean;
  readonly threads?: number;
  readonly memory?: number;
}

/** Writes a first suite of expectations from rows that are right; gives the exit code. */
export async function inferData(files: readonly string[], options: InferOptions): Promise<number> {
  const { out, force = false, threads, memory } = options;
  const { signal, onProgress, finish } = followWork(`Reading ${files[0] ?? ''}`);
  const memoryBytes = memory === undefined ? undefined : memory * 1024 ** 2;
  try {
    const { engine, relations, close } = await openData([files], { signal, onProgress, threads, memoryBytes });
    try {
      const [relation] = relations;
      if (!relation) throw new Error('a reference has one relation');
      const suite = await inferSuite({ engine, relation, signal, onProgress });
      const text = renderInferred(suite);
      if (out === undefined) process.stdout.write(text);
      else {
        writeNew(out, text, force);
        const { rows, columns } = suite;
        const of = `${count(columns.length)} columns and ${count(rows)} rows`;
        process.stdout.write(
          `Wrote ${out}: ${count(countInferred(suite))} expectations of ${of}.\nRead it, then: tidegate data validate ${files.map(word).join(' ')} --suite ${word(out)}\n`,
        );
      }
      return EXIT_CODES.pass;
    } finally {
      await close();
    }
  } finally {
    finish();
  }
}

function writeNew(path: string, text: string, isForced: boolean): void {
  try {
    writeFileSync(path, text, { flag: isForced ? 'w' : 'wx' });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    if (code === 'EEXIST')
      throw new OperatorError(
        'input-invalid',
        `${path} is there already, perhaps with changes of yours.`,
        'Name another file, or write over it with --force.',
        cause,
      );
    throw new OperatorError(
      'input-invalid',
      `Cannot write ${path} (${code}).`,
      'Check the folder and its rights.',
      cause,
    );
  }
}

/** As a shell reads it back. */
function word(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
