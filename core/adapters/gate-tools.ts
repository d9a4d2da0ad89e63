import type { GateTools } from '../gate/verdict-request.ts';
import { QUERY_TIMEOUT_MS } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import { compareModelsOnWorkers } from './bootstrap-workers.ts';
import { createDuckDb } from './duckdb.ts';
import { measureMemory } from './measure-memory.ts';
import { runMetricCommand } from './metric-command.ts';
import { createOnnxRuntime } from './onnx-runtime.ts';
import { openData } from './open-data.ts';

/** What the gate needs of this machine. `workspace` is where the policy's own commands run. */
export function createGateTools(options: {
  readonly clock: Clock;
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
}): GateTools {
  const { clock, workspace, environment, onLine } = options;
  return {
    runtime: createOnnxRuntime(),
    tables: createDuckDb(),
    clock,
    stopwatch: () => performance.now(),
    compare: (comparison) => compareModelsOnWorkers(comparison),
    measureMemory: ({ bytes, externalData }, model, { columns, rows }) =>
      measureMemory({ bytes, externalData, signature: model.signature, columns: model.feed(columns, 0, rows), rows }),
    openRows: (references, { timeoutMs = QUERY_TIMEOUT_MS }) => openData(references, { timeoutMs }),
    measureOwn: (metric, rows) => runMetricCommand({ metric, ...rows, workspace, environment, onLine }),
  };
}
