import type { MemoryRule } from '../../config/gate-rules.ts';
import { decideLimits } from '../decide-limits.ts';
import type { Rule } from '../rule.ts';

/** Peak resident memory of a process of its own. */
export const memory: Rule<MemoryRule> = {
  kind: 'memory',
  explanation: `\`memory\` limits the peak resident memory of a process that does nothing but load the model and predict the evaluation rows.
\`max\` is in MB of 1,000,000 bytes; \`max-ratio\` is against production's model, measured the same way on the same machine.
It passes at or below each limit and fails above one; the peak includes the runtime itself, so leave room for it in \`max\`.
It cannot tell where the peak was not measured or production's model could not be fetched; with a \`max-ratio\` alone it is skipped for a first version.

\`\`\`yaml
- { kind: memory, max: 512, max-ratio: 1.2 }
\`\`\``,
  source:
    'POSIX getrusage, ru_maxrss: the largest resident set of a process (man7.org/linux/man-pages/man2/getrusage.2.html).',
  decide(settings, evidence) {
    return decideLimits(
      {
        rule: 'memory',
        subject: 'Peak memory',
        max: settings.max,
        maxRatio: settings['max-ratio'],
        candidateBytes: evidence.candidate.peakMemoryBytes,
        baselineBytes: evidence.baseline?.peakMemoryBytes ?? null,
      },
      evidence,
    );
  },
};
