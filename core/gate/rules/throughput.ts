import type { ThroughputRule } from '../../config/gate-rules.ts';
import { decideSpeed } from '../decide-speed.ts';
import type { Rule } from '../rule.ts';

/** How many rows a model gets through. */
export const throughput: Rule<ThroughputRule> = {
  kind: 'throughput',
  explanation: `\`throughput\` asks for a number of rows a second, in calls of \`batch-size\` rows on ONNX Runtime with one thread.
\`min\` is held against the measured rate itself: it passes at or above it and fails below. It is a number of this machine, so leave room for a busy one.
\`min-ratio\` is held against production's model, which runs in turns with the candidate so that a disturbance hits both. It passes when the whole interval of the ratio lies at or above it, fails when the whole interval lies below, and cannot tell when it straddles.
With both, the worse of the two counts. It cannot tell where nothing was measured or production's model could not be fetched; with a \`min-ratio\` alone it is skipped for a first version.

\`\`\`yaml
- { kind: throughput, batch-size: 256, min-ratio: 0.8 }
\`\`\``,
  source:
    'Georges, Buytaert & Eeckhout 2007, Statistically Rigorous Java Performance Evaluation (OOPSLA); Künsch 1989 (block bootstrap).',
  decide(settings, evidence) {
    const { min, 'min-ratio': minRatio, 'batch-size': batchSize } = settings;
    const fact = evidence.speed.find((fact) => fact.batchSize === batchSize);
    const subject = `Throughput in calls of ${batchSize} ${batchSize === 1 ? 'row' : 'rows'}`;
    const unit = 'rows a second';
    const bounds = { rule: 'throughput', subject, unit, isUpper: false, absolute: min, ratio: minRatio };
    return decideSpeed(
      bounds,
      { candidate: fact?.candidate.rowsPerSecond, ratio: fact?.ratio?.rowsPerSecond },
      evidence,
    );
  },
};
