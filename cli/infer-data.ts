import { openData } from '@tidegate/core/adapters/open-data';
import { OperatorError } from '@tidegate/core/errors';
import { inferSuite } from '@tidegate/core/expectations/infer/infer-suite';
import { countInferred, renderInferred } from '@tidegate/core/expectations/infer/render-inferred';
import { count } from '@tidegate/core/report/numbers';
import { EXIT_CODES } from './exit-codes.ts';
import { followWork } from './follow-work.ts';
import { writeInto } from './write-file.ts';

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
      if (suite.rows === 0)
        throw new OperatorError(
          'data-invalid',
          `${files[0] ?? ''} has a header and no rows: nothing can be learnt from it.`,
          'Give a file with rows that are right.',
        );
      const text = renderInferred(suite);
      if (out === undefined) process.stdout.write(text);
      else {
        writeInto(out, text, force ? 'w' : 'wx');
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

/** As a shell reads it back. */
function word(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
