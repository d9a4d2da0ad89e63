import { createSpinner } from 'nanospinner';
import colors from 'picocolors';

export interface FinishedStep {
  readonly title: string;
  readonly detail: string;
  readonly durationMs: number;
}

export interface StepOutcome<Value> {
  readonly detail: string;
  readonly value: Value;
}

/** Runs each step with its name and duration on screen: a spinner on a terminal, plain lines in a pipe. */
export interface Progress {
  readonly finished: readonly FinishedStep[];
  /** `run` gives one line that says what came out of the step, and what later steps need. */
  step<Value>(title: string, run: (note: (text: string) => void) => Promise<StepOutcome<Value>>): Promise<Value>;
}

export function createProgress(output: NodeJS.WriteStream): Progress {
  const finished: FinishedStep[] = [];
  return {
    finished,
    async step(title, run) {
      const number = String(finished.length + 1).padStart(2);
      const spinner = output.isTTY ? createSpinner(`${number} ${title}`, { stream: output }).start() : undefined;
      if (!spinner) output.write(`${number} ${title} …\n`);
      const startedAt = performance.now();
      try {
        const { detail, value } = await run((text) => {
          if (spinner) spinner.update({ text: `${number} ${title}: ${text}` });
          else output.write(`     ${text}\n`);
        });
        const durationMs = performance.now() - startedAt;
        finished.push({ title, detail, durationMs });
        const line = `${number} ${title} ${colors.dim(`(${seconds(durationMs)})`)}`;
        if (spinner) spinner.success({ text: `${line}\n     ${detail}` });
        else output.write(`     ${detail} (${seconds(durationMs)})\n`);
        return value;
      } catch (error) {
        spinner?.error({ text: `${number} ${title}` });
        throw error;
      }
    },
  };
}

export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
