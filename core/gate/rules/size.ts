import type { SizeRule } from '../../config/gate-rules.ts';
import { decideLimits } from '../decide-limits.ts';
import type { Rule } from '../rule.ts';

/** The bytes of the ONNX file, external data included. */
export const size: Rule<SizeRule> = {
  kind: 'size',
  explanation: `\`size\` limits the bytes of the candidate's ONNX file: \`max\` in MB of 1,000,000 bytes, \`max-ratio\` against the file that serves production.
Bytes carry no noise, so there is no interval and no warning: it passes at or below each limit and fails above one.
With a \`max-ratio\` alone it is skipped for a first version, and cannot tell when production's file could not be fetched.

\`\`\`yaml
- { kind: size, max: 20, max-ratio: 1.5 }
\`\`\``,
  source: 'ONNX, External Data (onnx.ai/onnx/repo-docs/ExternalData.html): one protobuf file holds at most 2 GB.',
  decide(settings, evidence) {
    return decideLimits(
      {
        rule: 'size',
        subject: 'The ONNX file',
        max: settings.max,
        maxRatio: settings['max-ratio'],
        candidateBytes: evidence.candidate.bytes,
        baselineBytes: evidence.baseline?.bytes ?? null,
      },
      evidence,
    );
  },
};
