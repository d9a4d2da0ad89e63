import type { Task } from '../config/task.ts';
import { code, plain } from './escape.ts';

/** What is predicted and which class counts as positive; what was guessed is said, with the flag that says otherwise. */
export function renderTask(judged: {
  readonly task: Task;
  readonly taskGuessedFrom: string | null;
  readonly positive: string | null;
  readonly positiveGuessed: boolean;
}): string {
  const { task, taskGuessedFrom, positive, positiveGuessed } = judged;
  const words = task.replaceAll('-', ' ');
  const guess = taskGuessedFrom === null ? '' : ` (guessed from ${plain(taskGuessedFrom)}; --task says otherwise)`;
  const sets = positiveGuessed ? ' (guessed; --positive sets it)' : '';
  return `Task: ${words}${guess}.${positive === null ? '' : ` Positive class: ${code(positive, 80)}${sets}.`}`;
}
