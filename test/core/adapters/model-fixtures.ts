import { readFileSync } from 'node:fs';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { OnnxSettings } from '@tidegate/core/config/onnx';
import type { Task } from '@tidegate/core/config/task';
import type { ScoreRequest } from '@tidegate/core/gate/score-rows';
import type { Columns, Output } from '@tidegate/core/ports/model-runtime';
import * as z from 'zod';

const Cells = z.union([z.array(z.number()), z.array(z.string())]);
const Fixtures = z.object({
  features: z.object({ numeric: z.array(z.string()), categorical: z.array(z.string()) }),
  columns: z.record(z.string(), Cells),
  targets: z.object({ churn: z.array(z.string()), usage: z.array(z.string()), charge: z.array(z.number()) }),
  models: z.record(z.string(), z.record(z.string(), z.union([Cells, z.array(z.array(z.number()))]))),
});
const file = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

/** What scikit-learn's and ONNX Runtime's Python packages predict with the files beside it, on these rows. */
export const FIXTURES = Fixtures.parse(JSON.parse(readFileSync(file('models.json'), 'utf8')));
export const NUMERIC = FIXTURES.features.numeric;
export const FEATURES = [...NUMERIC, ...FIXTURES.features.categorical];
export const ROWS = FIXTURES.targets.churn.length;
export const COLUMNS: Columns = Object.fromEntries(
  Object.entries(FIXTURES.columns).map(([name, cells]) => [
    name,
    cells.every((cell) => typeof cell === 'number') ? Float64Array.from(cells) : cells.map(String),
  ]),
);

export const readFixture = (name: string): Uint8Array => readFileSync(file(name));
export const modelFile = (name: string) => ({ bytes: readFixture(`${name}.onnx`), source: `${name}.onnx` });

/** Numbers of an output as Python gives them, row after row. */
export const expected = (model: string, output: string): number[] =>
  (FIXTURES.models[model]?.[output] ?? []).flat().map(Number);
export const expectedLabels = (model: string): string[] => (FIXTURES.models[model]?.['label'] ?? []).map(String);

export const CLASSES: Readonly<Record<Task, readonly string[]>> = {
  'binary-classification': ['no', 'yes'],
  'multiclass-classification': ['high', 'low', 'middle'],
  'multilabel-classification': ['churn', 'plan', 'usage'],
  regression: [],
  ranking: [],
};

/** A request over all rows of the fixtures. */
export function request(
  task: Task,
  onnx: z.input<typeof OnnxSettings> = {},
  change: Partial<ScoreRequest> = {},
): ScoreRequest {
  const settings = OnnxSettings.parse(onnx);
  return { task, classes: CLASSES[task], features: FEATURES, columns: COLUMNS, rows: ROWS, settings, ...change };
}

/** What a model of the numeric columns as one matrix gives for all rows of the fixtures. */
export async function outputsOf(bytes: Uint8Array): Promise<Readonly<Record<string, Output>>> {
  const model = await createOnnxRuntime().load(bytes, 'model.onnx');
  const matrix = Float64Array.from({ length: NUMERIC.length * ROWS }, (_, cell) =>
    Number(COLUMNS[NUMERIC[cell % NUMERIC.length] ?? '']?.[Math.floor(cell / NUMERIC.length)]),
  );
  const outputs = await model.run({ input: matrix }, ROWS);
  await model.release();
  return outputs;
}
