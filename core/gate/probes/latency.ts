import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Columns } from '../../ports/model-runtime.ts';
import type { SpeedFact } from '../facts.ts';
import type { OpenModel } from '../open-model.ts';
import { compareCalls } from './compare-calls.ts';
import { describeCalls, rankCalls, type TimedCalls } from './describe-calls.ts';
import { takeColumns } from './take-columns.ts';

export interface SpeedRequest {
  readonly candidate: OpenModel;
  readonly baseline: OpenModel | undefined;
  readonly columns: Columns;
  readonly rows: number;
  /** Rows a call; where the data has fewer they are repeated. */
  readonly batchSize: number;
  /** Milliseconds since any moment. */
  readonly stopwatch: () => number;
  readonly confidence: number;
  readonly seed: number;
  /** How long a model is measured, warm-up left out; the calls follow from it. Default 400 ms. */
  readonly budgetMs?: number;
}

const BLOCKS = 40;
/** Until a model's code is compiled and its memory is in place: calls are counted, and so is time. */
const WARM_UP = { calls: 10, most: 200, budgetShare: 0.1 };
/** Calls of a model before the other one's turn: few, so that a disturbance of some milliseconds hits both. */
const CALLS_A_TURN = { least: 1, most: 5, mean: 3 };
const TURNS_A_BLOCK = { least: 1, most: 17 };

/**
 * Latency and throughput of single calls. Candidate and production take short turns, so that whatever else the machine does hits
 * both. How long a turn is and who begins is drawn: the garbage collector comes after every so many calls, and in a fixed order
 * would always come to the same model. Turns are gathered in blocks, over which the intervals go. A call includes what serving
 * does too: tensors are made of the columns, and the outputs are read.
 */
export async function measureSpeed(request: SpeedRequest): Promise<SpeedFact> {
  const { candidate, baseline, confidence, seed, batchSize } = request;
  const data = atLeast(request.columns, request.rows, batchSize);
  const models = baseline ? [candidate, baseline] : [candidate];
  const budgetMs = request.budgetMs ?? 400;
  let slowest = 0;
  for (const model of models) {
    const start = request.stopwatch();
    let warm = await timeCalls(model, WARM_UP.calls, request, data, 0);
    for (let calls = WARM_UP.calls; calls < WARM_UP.most; calls += WARM_UP.calls) {
      if (request.stopwatch() - start > WARM_UP.budgetShare * budgetMs) break;
      warm = await timeCalls(model, WARM_UP.calls, request, data, calls);
    }
    slowest = Math.max(slowest, mean(warm));
  }
  const fitting = Math.floor(budgetMs / (BLOCKS * CALLS_A_TURN.mean * Math.max(slowest, 1e-6)));
  const turns = Math.min(TURNS_A_BLOCK.most, Math.max(TURNS_A_BLOCK.least, fitting));
  const random = xoroshiro128plus(seed);
  const times = models.map((): TimedCalls => ({ batchSize, blocks: [] }));
  let asked = 0;
  for (let block = 0; block < BLOCKS; block += 1) {
    const gathered = models.map((): number[] => []);
    for (let turn = 0; turn < turns; turn += 1) {
      const calls = uniformInt(random, CALLS_A_TURN.least, CALLS_A_TURN.most);
      const first = uniformInt(random, 0, 1);
      for (let place = 0; place < models.length; place += 1) {
        const each = (first + place) % models.length;
        const model = models[each];
        if (model) gathered[each]?.push(...(await timeCalls(model, calls, request, data, asked)));
      }
      asked += calls;
    }
    gathered.forEach((calls, each) => {
      times[each]?.blocks.push(Float64Array.from(calls));
    });
  }
  const [own = rankCalls({ batchSize, blocks: [] }), other] = times.map(rankCalls);
  return {
    batchSize,
    calls: asked,
    candidate: describeCalls(own),
    baseline: other ? describeCalls(other) : null,
    ratio: other ? compareCalls(own, other, { blocks: BLOCKS, confidence, seed }) : null,
    provider: candidate.provider,
  };
}

/** Milliseconds of each call; calls walk over the rows, so that no answer is asked twice in a row. */
async function timeCalls(
  model: OpenModel,
  calls: number,
  { batchSize, stopwatch }: SpeedRequest,
  { columns, rows }: Data,
  firstCall: number,
): Promise<Float64Array> {
  const times = new Float64Array(calls);
  const places = Math.floor(rows / batchSize);
  for (let call = 0; call < calls; call += 1) {
    const from = ((firstCall + call) % places) * batchSize;
    const start = stopwatch();
    await model.run(columns, from, from + batchSize);
    times[call] = stopwatch() - start;
  }
  return times;
}

interface Data {
  readonly columns: Columns;
  readonly rows: number;
}

function atLeast(columns: Columns, rows: number, batchSize: number): Data {
  if (rows >= batchSize) return { columns, rows };
  const repeated = Uint32Array.from({ length: batchSize }, (_, row) => row % rows);
  return { columns: takeColumns(columns, repeated), rows: batchSize };
}

function mean(times: Float64Array): number {
  return times.reduce((sum, time) => sum + time, 0) / times.length;
}
