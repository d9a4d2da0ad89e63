// Peak memory of a gate by rows and by size of the model: rows are read in parts, so only what metrics need of each may remain.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { makeNetwork, writeRows } from './streaming/write-rows.ts';

const CASES = [
  { name: 'small', width: 64, rows: [100_000, 1_000_000, 4_000_000] },
  { name: 'large', width: 6100, rows: [10_000, 100_000] },
];
const Answer = z.strictObject({ rows: z.int(), seconds: z.number(), peak: z.number() });

const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
const lines: string[] = [];
try {
  for (const { name, width, rows } of CASES) {
    const model = join(folder, `${name}.onnx`);
    writeFileSync(model, makeNetwork(width));
    let last: z.infer<typeof Answer> | undefined;
    for (const count of rows) {
      const file = join(folder, 'rows.parquet');
      await writeRows(file, count);
      const worker = join(import.meta.dirname, 'streaming/judge.ts');
      const answer = Answer.parse(
        JSON.parse(execFileSync(process.execPath, [worker, model, file], { encoding: 'utf8' })),
      );
      // Below a million rows a peak grows with the parts that are read at a time, not with the rows.
      const growth =
        last && last.rows >= 1_000_000
          ? ((answer.peak - last.peak) * 1024 ** 2) / (answer.rows - last.rows)
          : undefined;
      const cells = [
        `${megabytes(statSync(model).size)} MB`,
        count.toLocaleString('en-US'),
        `${megabytes(statSync(file).size)} MB`,
        `${answer.seconds.toFixed(1)} s`,
        `${answer.peak.toFixed(0)} MB`,
        growth === undefined ? '' : `${growth.toFixed(0)} B`,
      ];
      lines.push(`| ${cells.join(' | ')} |`);
      process.stdout.write(`${lines.at(-1)}\n`);
      last = answer;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
writeFileSync(
  'docs/streaming.md',
  `# Memory of a gate by rows

Made by \`node bench/streaming.ts\` (Node ${process.versions.node}, ${availableParallelism()} processors). Each line is one process that judges one
model on a Parquet file of 17 numbers, 3 categories and a target: four metrics with intervals, curves, no production model.

Run it alone or with \`npm run bench\`. Asked was that memory does not grow with the rows. Features do not stay; the little that exact
metrics need of each row does, and the last column says how much that is.

- **model**, **rows**, **file**: size of the ONNX file, rows that are judged, size of the Parquet file.
- **time**: of the verdict, from opened file to decision.
- **peak memory**: of the whole process, with Node, ONNX Runtime, DuckDB and the model.
- **more a row**: by how much the peak grew against the line above, for each further row.

Rows are read and scored in parts. What remains of a row is its label, score, prediction and places in the sorted orders. Below a
million rows it is the parts themselves, and what the engine reads ahead, that fill up, so the last column begins above.

| model | rows | file | time | peak memory | more a row |
| ---: | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}
`,
);

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 0);
}
