import { markdownTable } from 'markdown-table';
import { shortDigest } from '../digest.ts';
import type { RunRecord } from '../run/run-record.ts';
import { code } from './escape.ts';
import { bytes, metric } from './numbers.ts';

const MOST_ROWS = 50;

/** Summary of a training job. Names and parameters are the pull request's words, so they stay inside code spans. */
export function renderRun(record: RunRecord): string {
  const { onnx, timings, environment } = record;
  const rows = record.metrics.slice(0, MOST_ROWS).map(({ name, value }) => [code(name), metric(value)]);
  const parameters = Object.entries(record.parameters).slice(0, MOST_ROWS);
  return [
    `### ${record.model}: ${record.id}`,
    `Trained for ${(timings.trainingMs / 1000).toFixed(1)} s with ${code(environment.framework ?? 'an unnamed framework')} on ${code(environment.device ?? 'an unnamed device')}${nameSeeds(record)}. What a training job reports is a claim; the gate computes it again.`,
    markdownTable([['metric', 'last value'], ...rows], { align: ['l', 'r'] }),
    markdownTable([
      ['parameter', 'value'],
      ...parameters.map(([name, value]) => [code(name), code(JSON.stringify(value))]),
    ]),
    `ONNX file ${code(shortDigest(onnx.digest))} (opset ${onnx.opset}, ${bytes(record.artifacts[0]?.bytes ?? 0)})${onnx.parity ? `; parity with the framework ${onnx.parity.maxAbsoluteDifference.toExponential(1)} over ${onnx.parity.rows} rows` : ''}.`,
    '',
  ].join('\n\n');
}

function nameSeeds({ seeds }: RunRecord): string {
  const [candidate, ...others] = seeds;
  return others.length === 0 ? '' : ` with seed ${candidate}, and again with ${others.join(', ')}`;
}
