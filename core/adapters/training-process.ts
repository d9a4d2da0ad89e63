import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Model } from '../config/schema.ts';
import { parseDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import { MODEL_MAX_BYTES } from '../limits.ts';
import { TRAINING_RESULT, type TrainingResult } from '../run/training-result.ts';
import { installationRoot } from './installation-root.ts';
import { readOnnxHeader } from './onnx-header.ts';

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

/** The command is the pull request's: no token, no `INPUT_*`, no runner internals reach it. */
const HANDED_ON =
  /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|LD_LIBRARY_PATH|CUDA_.*|NVIDIA_.*|OMP_.*|MKL_.*|TF_.*|HTTPS?_PROXY|NO_PROXY|CI|VIRTUAL_ENV|CONDA_.*|PYTHON.*)$/i;
const LINES_IN_ERROR = 8;
/** A line of the command must not become one to the runner, which takes `::` after spaces too, and `##[` anywhere. */
const RUNNER_COMMAND = /^(\s*:)(?=:)|(##)(?=\[)/g;

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
  const onnx = readModel(request);
  return {
    result: readResult(request.outputFolder),
    onnx,
    startedAt,
    finishedAt,
    trainingMs: finishedAt.getTime() - startedAt.getTime(),
    peakMemoryBytes,
  };
}

async function runCommand(request: TrainingRequest): Promise<number | null> {
  const { modelName, model, workspace, configFile, outputFolder, environment, onLine } = request;
  const { command, parameters, seed } = model.training;
  const timeoutMs = model.training['timeout-minutes'] * 60_000;
  const hook = pathToFileURL(join(installationRoot(), 'core/adapters/resolve-hook.ts')).href;
  const child = spawn(command, {
    shell: true,
    cwd: workspace,
    detached: true, // a process group of its own, so that a timeout ends everything that it started
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(Object.entries(environment).filter(([name]) => HANDED_ON.test(name))),
      PATH: [dirname(process.execPath), environment['PATH'] ?? ''].join(delimiter),
      NODE_OPTIONS: `--import=${hook}`,
      TIDEGATE_CONFIG: configFile,
      TIDEGATE_MODEL: modelName,
      TIDEGATE_PARAMETERS: JSON.stringify(parameters),
      TIDEGATE_SEED: String(seed),
      TIDEGATE_OUTPUT: outputFolder,
    },
  });
  const lastLines: string[] = [];
  const take = (line: string) => {
    lastLines.push(line);
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
  }, timeoutMs);
  const sampler = setInterval(() => {
    peak = Math.max(peak ?? 0, readPeakMemory(child.pid) ?? 0) || peak;
  }, 200);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    clearTimeout(timer);
    clearInterval(sampler);
  });
  if (code === 0) return peak;
  const end = timedOut
    ? `took longer than ${model.training['timeout-minutes']} minutes`
    : `ended with exit code ${code}`;
  throw new OperatorError(
    'training-failed',
    `Training command ${JSON.stringify(command)} ${end}. Its last lines: ${lastLines.join(' | ').slice(-800) || '(none)'}`,
    'Run `tidegate train` on your machine to see the same; mend the command or training.timeout-minutes.',
  );
}

function readModel({ outputFolder, model }: TrainingRequest): Uint8Array {
  const file = join(outputFolder, 'model.onnx');
  if (!existsSync(file)) {
    throw new OperatorError(
      'model-missing',
      `Training command ${JSON.stringify(model.training.command)} ended well but left no model.onnx.`,
      'Write the model to $TIDEGATE_OUTPUT/model.onnx.',
    );
  }
  const onnx = readFileSync(file);
  if (onnx.length > MODEL_MAX_BYTES) {
    throw new OperatorError(
      'model-invalid',
      `model.onnx has ${onnx.length} bytes; at most ${MODEL_MAX_BYTES} are taken.`,
      'Make the model smaller or quantise it.',
    );
  }
  readOnnxHeader(onnx, 'model.onnx');
  return onnx;
}

function readResult(outputFolder: string): TrainingResult {
  const file = join(outputFolder, 'result.json');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (text === undefined)
    return { kind: 'tidegate.training-result', version: 1, metrics: [], parity: null, framework: null, device: null };
  // Python writes NaN as a bare word and JSON.stringify writes it as null: both are named before the schema speaks.
  const broken =
    /"name"\s*:\s*"([^"]{1,100})"[^{}]*"value"\s*:\s*(NaN|-?Infinity|null)\b/.exec(text) ??
    /()\b(NaN|Infinity)\b/.exec(text);
  if (broken) {
    throw new OperatorError(
      'metrics-invalid',
      `result.json: metric ${JSON.stringify(broken[1] || '?')} is ${broken[2] === 'null' ? 'NaN (null)' : broken[2]}; metrics must be finite numbers.`,
      'Training has diverged: lower the learning rate, or check the data for missing values.',
    );
  }
  return parseDocument(TRAINING_RESULT, text, 'result.json');
}

/** Peak resident memory of the shell's children is not summed: this is the largest single process, Linux only. */
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
