import type { SignatureRule } from '../../config/gate-rules.ts';
import { compareSignatures } from '../compare-signatures.ts';
import { lostBaseline, NO_BASELINE } from '../find-comparison.ts';
import type { Rule } from '../rule.ts';

/** Clients are not part of the pull request: what they send to the served version must still be understood. */
export const signature: Rule<SignatureRule> = {
  kind: 'signature',
  explanation: `\`signature\` holds the inputs and outputs of the candidate against those of the version that serves production, which clients call today.
It fails when an input is new or gone, since a request names every input and no other, when an input no longer takes what is sent (text for a number, an integer for a float, a fixed number of rows), or when an output that clients read is gone or has another kind or shape.
It passes when all of today's requests stay valid: further outputs and wider types, such as int32 to float32, are let through.
Signatures carry no noise, so it never warns.
It is skipped for a first version, which has no clients, and cannot tell when the served version could not be fetched.

\`\`\`yaml
- { kind: signature }
\`\`\``,
  source:
    'Open Inference Protocol v2, model metadata and inference (github.com/kserve/open-inference-protocol); ONNX IR, ValueInfoProto.',
  decide(_settings, { candidate, baseline, lostBaseline: why, isUnserved = false }) {
    const head = { rule: 'signature', subject: 'served signature', threshold: 0 };
    const missing = why !== null ? lostBaseline(why) : baseline ? undefined : NO_BASELINE;
    if (missing || !baseline) {
      const { status, reason, message } = missing ?? NO_BASELINE;
      return { ...head, status, reason, actual: null, message };
    }
    const whose = isUnserved ? 'the baseline' : 'the served version';
    const breaks = compareSignatures(baseline.signature, candidate.signature);
    const [first] = breaks;
    if (!first) {
      const { inputs, outputs } = baseline.signature;
      const message = `All ${inputs.length} inputs and ${outputs.length} outputs of ${whose} are kept.`;
      return { ...head, status: 'pass', reason: 'signature-compatible', actual: 0, message };
    }
    const rest = breaks.length > 3 ? ` and ${breaks.length - 3} more` : '';
    const shown = breaks.slice(0, 3).map(({ text }) => (text.length > 120 ? `${text.slice(0, 119)}…` : text));
    const message = `Clients of ${whose} would break: ${shown.join('; ')}${rest}.`;
    return { ...head, status: 'fail', reason: first.reason, actual: breaks.length, message };
  },
};
