import { sha256 } from '../../../core/digest.ts';
import { NOTHING_MEASURED } from '../../../core/gate/facts.ts';
import type { Verdict } from '../../../core/gate/verdict.ts';
import type { Profile } from '../../../core/profile/profile.ts';
import { MODEL, SHA } from '../run/trained.ts';

export async function makeVerdict(changes: Partial<Verdict> = {}): Promise<Verdict> {
  const digest = await sha256(MODEL);
  return {
    kind: 'tidegate.verdict',
    version: 1,
    id: 'verdict-1',
    createdAt: '2026-01-02T03:06:05.000Z',
    model: 'churn',
    candidate: { digest, commit: SHA, pullRequest: 5, run: 'run-81-1' },
    baseline: null,
    baselineLost: null,
    policy: { commit: 'a'.repeat(40), digest, rules: 'policy' },
    taskGuessedFrom: null,
    task: 'binary-classification',
    evaluation: {
      digest,
      n: 1250,
      positive: 'yes',
      positiveGuessed: false,
      positives: 177,
      classes: { no: 1073, yes: 177 },
      threshold: 0.5,
      thresholdFrom: 'config',
      group: null,
      weight: null,
      provider: 'cpu',
    },
    interval: { method: 'bootstrap', confidence: 0.95, replicates: 2000, seed: 7 },
    metrics: [],
    notDefined: [],
    references: [],
    rules: [],
    slices: [],
    measurements: NOTHING_MEASURED,
    curves: null,
    confusion: null,
    outcome: 'pass',
    ...changes,
  };
}

export async function makeProfile(): Promise<Profile> {
  const digest = await sha256(MODEL);
  const source = { name: 'churn.csv', rows: 1250, digest };
  return { kind: 'tidegate.profile', version: 1, model: 'churn', source, columns: [] };
}
