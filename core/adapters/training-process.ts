import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Model } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import type { TrainingResult } from '../run/training-result.ts';
import { chooseEnvironment } from './training-environment.ts';
import { readTrainingOutput } from './training-output.ts';

export interface TrainingRequest {
  readonly modelName: string;
  readonly model: Model;
  readonly configFile: string;
  /** Repository root: the command runs there. */
  readonly workspace: string;
  /** Emptied first; the command leaves model.onnx and result.json here. */
  readonly outputFolder: string;
  /** Environment to choose from; nothing but what training needs is handed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
  readonly now: () => Date;
}

export interface TrainingOutcome {
  readonly result: TrainingResult;
  readonly onnx: Uint8Array;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly trainingMs: number;
  readonly peakMemoryBytes: number | null;
}

const LINES_IN_ERROR = 8;
const CHARACTERS_IN_ERROR = 800;
/** A line of the command must not become one to the runner, which takes `::` after spaces too, and `##[` anywhere. */
const RUNNER_COMMAND = /^(\s*:)(?=:)|(##)(?=\[)/g;
/** Frames of a stack trace and what Node adds below it would push the message out of the last lines. */
const NOISE = /^\s*$|^\s+at .*[:(]|^Node\.js v\d/;

/**
 * Runs the training command of a model and reads what it left.
 * @throws OperatorError `training-failed`, `model-missing`, `model-invalid`, `metrics-invalid`, `document-invalid`
 */
export async function runTraining(request: TrainingRequest): Promise<TrainingOutcome> {
  rmSync(request.outputFolder, { recursive: true, force: true });
  mkdirSync(request.outputFolder, { recursive: true });
  const startedAt = request.now();
  const peakMemoryBytes = await runCommand(request);
  const finishedAt = request.now();
  const trainingMs = finishedAt.getTime() - startedAt.getTime();
  const output = readTrainingOutput(request.outputFolder, request.model.training.command);
  return { ...output, startedAt, finishedAt, trainingMs, peakMemoryBytes };
}

async function runCommand(request: TrainingRequest): Promise<number | null> {
  const { modelName, model, workspace, configFile, outputFolder, environment, onLine } = request;
  const { command, parameters, seed } = model.training;
  const minutes = model.training['timeout-minutes'];
  const child = spawn(command, {
    shell: true,
    cwd: workspace,
    detached: true, // a process group of its own, so that everything that it started can be ended with it
    stdio: ['ignore', 'pipe', 'pipe'],
    env: chooseEnvironment(environment, {
      TIDEGATE_CONFIG: configFile,
      TIDEGATE_MODEL: modelName,
      TIDEGATE_PARAMETERS: JSON.stringify(parameters),
      TIDEGATE_SEED: String(seed),
      TIDEGATE_OUTPUT: outputFolder,
    }),
  });
  const lastLines: string[] = [];
  const take = (line: string) => {
    if (!NOISE.test(line)) lastLines.push(line);
    if (lastLines.length > LINES_IN_ERROR) lastLines.shift();
    onLine(line.replace(RUNNER_COMMAND, '$1$2\u200b'));
  };
  createInterface({ input: child.stdout }).on('line', take);
  createInterface({ input: child.stderr }).on('line', take);
  let timedOut = false;
  let peak: number | null = null;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child.pid);
  }, minutes * 60_000);
  const sampler = setInterval(() => {
    peak = Math.max(peak ?? 0, readPeakMemory(child.pid) ?? 0) || peak;
  }, 200);
  const end = await waitForEnd(child).finally(() => {
    clearTimeout(timer);
    clearInterval(sampler);
  });
  if (end === 'exit code 0' && !timedOut) return peak;
  const problem = timedOut ? `took longer than ${minutes} minutes` : `ended with ${end}`;
  throw new OperatorError(
    'training-failed',
    `Training command ${JSON.stringify(command)} ${problem}. Its last lines: ${lastLines.join(' | ').slice(-CHARACTERS_IN_ERROR) || '(none)'}`,
    'Mend the command, its parameters or training.timeout-minutes; `tidegate train` runs the same on your machine.',
  );
}

/** How the command ended, once its output is read. What it left in the background must not touch the files afterwards. */
async function waitForEnd(child: ChildProcess): Promise<string> {
  child.once('exit', () => endGroup(child.pid));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
}

/** Peak resident memory of the largest single process of the command; Linux only. */
function readPeakMemory(pid: number | undefined): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const peaks = [String(pid), ...children].map(
      (id) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1],
    );
    return Math.max(...peaks.map((peak) => Number(peak ?? 0) * 1024));
  } catch {
    return undefined;
  }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended already
  }
}
