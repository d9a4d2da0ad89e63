import type { Model } from '../config/schema.ts';
import type { Manifest } from '../release/manifest.ts';
import { type Asker, allow, findAllowedEnvironment, type Plan, refuse } from './plan.ts';
import type { ServedModel } from './served-model.ts';

/** May this release serve this environment? Pure: everything was read before. */
export function planPromotion(question: {
  readonly modelName: string;
  readonly model: Model;
  readonly environment: string;
  readonly asker: Asker;
  /** The manifest of the release that was asked for, if there is one. */
  readonly manifest: Manifest | undefined;
  readonly release: string;
  /** Why the release is none that the gate made, if so. */
  readonly forged: string | undefined;
  /** What this model's earlier environment serves. */
  readonly servedBefore: ServedModel | undefined;
  readonly serving: ServedModel | undefined;
}): Plan {
  const { modelName, model, environment, asker, manifest, release, serving } = question;
  const found = findAllowedEnvironment(model, environment, asker);
  if (found.kind === 'refused') return found;
  if (!manifest) {
    return refuse(
      'release-missing',
      `There is no published release \`${release}\`. It appears after the pull request is merged; \`/status\` lists what there is.`,
    );
  }
  if (question.forged) {
    const wayOut = 'Only what the gate released may serve: merge a pull request that it passed.';
    return refuse('release-unproven', `\`${release}\` was not made by the gate. ${question.forged} ${wayOut}`);
  }
  const { digest } = manifest.onnx;
  if (serving?.digest === digest)
    return refuse('already-serving', `**${environment}** serves \`${release}\` already (${digest.slice(7, 19)}).`);
  const { after } = found.environment;
  if (after !== undefined && question.servedBefore?.digest !== digest) {
    const before = question.servedBefore?.release ?? 'nothing';
    return refuse(
      'not-in-earlier-environment',
      `**${environment}** comes after **${after}**, which serves \`${before}\`. Write \`/promote ${after} ${release}\` first.`,
    );
  }
  return allow({ action: 'promote', model: modelName, release, digest, environment }, asker);
}
