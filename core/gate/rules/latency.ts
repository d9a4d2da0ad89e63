import type { LatencyRule } from '../../config/gate-rules.ts';
import { decideSpeed } from '../decide-speed.ts';
import type { Rule } from '../rule.ts';

/** How long a caller waits for an answer. */
export const latency: Rule<LatencyRule> = {
  kind: 'latency',
  explanation: `\`latency\` limits how long a call of \`batch-size\` rows takes on ONNX Runtime with one thread: the \`percentile\` (p50, p95 or p99) of some hundred calls after a warm-up.
\`max\`, in milliseconds, is held against the measured percentile itself: it passes at or below it and fails above. It is a number of this machine, so leave room for a busy one.
\`max-ratio\` is held against production's model, which runs in turns with the candidate so that a disturbance hits both. It passes when the whole interval of the ratio lies at or below it, fails when the whole interval lies above, and cannot tell when it straddles.
With both, the worse of the two counts. It cannot tell where nothing was measured or production's model could not be fetched; with a \`max-ratio\` alone it is skipped for a first version.

\`\`\`yaml
- { kind: latency, percentile: p95, max-ratio: 1.25 }
\`\`\``,
  source:
    'Georges, Buytaert & Eeckhout 2007, Statistically Rigorous Java Performance Evaluation (OOPSLA); Künsch 1989 (block bootstrap); percentiles by nearest rank.',
  decide(settings, evidence) {
    const { percentile, max, 'max-ratio': maxRatio, 'batch-size': batchSize } = settings;
    const fact = evidence.speed.find((fact) => fact.batchSize === batchSize);
    const subject = `${percentile} latency of ${batchSize} ${batchSize === 1 ? 'row' : 'rows'} a call`;
    const bounds = { rule: 'latency', subject, unit: 'ms', isUpper: true, absolute: max, ratio: maxRatio };
    return decideSpeed(bounds, { candidate: fact?.candidate[percentile], ratio: fact?.ratio?.[percentile] }, evidence);
  },
};
