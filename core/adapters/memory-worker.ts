import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourceUsage } from 'node:process';
import * as ort from 'onnxruntime-node';
import { readMemoryTask } from './memory-task.ts';
import { toTensor } from './onnx-tensors.ts';

// Imports as little as it can: all that is loaded here counts as the model's memory.
const folder = process.argv[2] ?? '';
const task = readMemoryTask(readFileSync(join(folder, 'task.json'), 'utf8'));
ort.env.logLevel = 'fatal';
const session = await ort.InferenceSession.create(readFileSync(join(folder, 'model.onnx')), {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 4,
  externalData: task.externalData.map(({ path, file }) => ({ path, data: readFileSync(join(folder, file)) })),
});
const place = { source: 'model.onnx', firstRow: 0 };
await session.run(
  Object.fromEntries(task.inputs.map((input) => [input.name, toTensor(input, task.columns, task.rows, place)])),
);
process.stdout.write(`${readPeak() * 1024}\n`);

/**
 * Kilobytes. On Linux maxRSS of a process begins at that of the one that started it (exec keeps the larger, fs/exec.c), and the
 * gate may hold gigabytes; VmHWM is of this program alone.
 */
function readPeak(): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return resourceUsage().maxRSS;
  }
}
