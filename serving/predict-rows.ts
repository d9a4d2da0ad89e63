import { randomUUID } from 'node:crypto';
import { MOST_CALIBRATED_CLASSES } from '@tidegate/core/profile/class-calibration';
import type { Answer } from '@tidegate/core/serving/plan-answers';
import type { Prediction } from '@tidegate/core/serving/prediction';
import { parseRows } from './parse-rows.ts';
import type { ServedVersion } from './served-version.ts';

export interface Predicted {
  /** What the caller gets. */
  readonly body: object;
  readonly logged: readonly Prediction[];
}

/** Runs the rows of a body, and says the same in the answer as in the log. @throws OperatorError `input-invalid` */
export async function predictRows(
  { manifest, loaded, digest, plan }: ServedVersion,
  body: unknown,
): Promise<Predicted> {
  const { rows, columns } = parseRows(body, plan.columns);
  const outputs = await loaded.run(plan.feed(columns, 0, rows.length), rows.length);
  const at = new Date().toISOString();
  const { model, modelVersion, serving } = manifest;
  const answered = plan.answer(outputs, rows.length).map((answer) => ({ id: randomUUID(), answer }));
  const head = { kind: 'tidegate.prediction', version: 1 } as const;
  const logged = answered.map(
    ({ id, answer }, row): Prediction => ({
      ...head,
      id,
      at,
      model,
      modelVersion,
      digest,
      ...loggedFields(answer, rows[row] ?? {}),
    }),
  );
  const classes = serving.task === 'multiclass-classification' ? { classes: serving.classes } : {};
  const predictions = answered.map(({ id, answer }) => ({ id, ...answeredFields(answer) }));
  return { logged, body: { model, version: modelVersion, digest, ...classes, predictions } };
}

function loggedFields(answer: Answer, inputs: Prediction['inputs']) {
  if (!('task' in answer)) return { inputs, score: answer.score, label: answer.label };
  if (answer.task === 'regression') return { task: answer.task, inputs, score: answer.score };
  const { task, score, label, probabilities } = answer;
  const logged = { task, inputs, score, label };
  return probabilities.length > MOST_CALIBRATED_CLASSES ? logged : { ...logged, probabilities: [...probabilities] };
}

function answeredFields(answer: Answer): object {
  if (!('task' in answer)) return answer;
  if (answer.task === 'regression') return { value: answer.score };
  const { label, score, probabilities } = answer;
  return { score, label, probabilities };
}
