import { createSpinner, type Spinner } from 'nanospinner';
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
      // A terminal without a width, as some programs open one, would be redrawn without end.
      const isDrawable = output.isTTY && output.columns > 0;
      const spinner = isDrawable ? startSpinner(`${number} ${title}`, output) : undefined;
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

/** The spinner would end the process at the first signal, before anything is cleaned up. */
function startSpinner(text: string, output: NodeJS.WriteStream): Spinner {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = signals.map((signal) => new Set(process.listeners(signal)));
  const spinner = createSpinner(text, { stream: output }).start();
  signals.forEach((signal, index) => {
    for (const listener of process.listeners(signal)) if (!before[index]?.has(listener)) process.off(signal, listener);
  });
  return spinner;
}
