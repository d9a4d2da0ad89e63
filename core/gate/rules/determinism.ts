import type { DeterminismRule } from '../../config/gate-rules.ts';
import { type Rule, renderNumber } from '../rule.ts';

/** An answer depends on the row alone. */
export const determinism: Rule<DeterminismRule> = {
  kind: 'determinism',
  explanation: `\`determinism\` asks that a row's answer depends on the row alone: the same input twice, in a batch or on its own, and in another order of rows.
Up to 256 evaluation rows are compared, 64 of them on their own, over all outputs of the model; labels that differ count as a difference of 1.
It passes when no difference exceeds \`tolerance\` (default 1e-6) and fails otherwise: dropout that is still on, batch statistics instead of learnt ones, or a random seed in the graph.
A larger tolerance lets float32 sums of another order pass. It cannot tell where nothing was measured; there is no warning.

\`\`\`yaml
- { kind: determinism, tolerance: 1e-5 }
\`\`\``,
  source:
    'Breck et al. 2017, The ML Test Score (IEEE Big Data), Infra 1; Goldberg 1991 on the order of floating-point sums.',
  decide({ tolerance }, { determinism: fact }) {
    const head = { rule: 'determinism', subject: 'same rows, same answers', threshold: tolerance };
    if (!fact) {
      const message = 'Whether equal rows get equal answers was not measured.';
      return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
    }
    const differences = [
      { reason: 'differs-when-repeated', how: 'the same input twice', by: fact.sameInputTwice },
      { reason: 'differs-by-batch', how: 'a batch against single rows', by: fact.batchAgainstSingle },
      { reason: 'differs-by-order', how: 'another order of rows', by: fact.rowOrder },
    ];
    const worst = differences.reduce((most, each) => (each.by > most.by ? each : most));
    const found = `${fact.rows} rows differ by at most ${renderNumber(worst.by)}`;
    if (worst.by <= tolerance) {
      const message = `${found} between repeats, batches and orders, within ${renderNumber(tolerance)}.`;
      return { ...head, status: 'pass', reason: 'deterministic', actual: worst.by, message };
    }
    const message = `${found} (${worst.how}), more than ${renderNumber(tolerance)}.`;
    return { ...head, status: 'fail', reason: worst.reason, actual: worst.by, message };
  },
};
