import type { Environment, Model, Permission } from '../config/schema.ts';
import type { Manifest } from '../release/manifest.ts';
import type { Promotion } from './promotion.ts';
import type { ServedModel } from './served-model.ts';

export type RefusalReason =
  | 'unknown-environment'
  | 'permission-too-low'
  | 'release-missing'
  | 'not-in-earlier-environment'
  | 'already-serving'
  | 'no-earlier-version'
  | 'never-served-here';

/** A planned change of what serves, or why not and what to do instead. */
export type Plan =
  | { readonly kind: 'allowed'; readonly promotion: Promotion }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string };

export interface Asker {
  readonly login: string;
  readonly permission: Permission | 'none';
  readonly issue: number;
  readonly comment: number;
}

const RANK: Readonly<Record<Permission | 'none', number>> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
};

/** Whether this person may change this environment, by the policy of the base branch. */
export function findAllowedEnvironment(model: Model, environment: string, asker: Asker): Environment | Plan {
  const settings = model.environments.find(({ name }) => name === environment);
  if (!settings) {
    const known = model.environments.map(({ name }) => name).join(', ') || 'none';
    return refuse('unknown-environment', `tidegate.yml has no environment \`${environment}\`. Use one of: ${known}.`);
  }
  if (RANK[asker.permission] >= RANK[settings.promote]) return settings;
  return refuse(
    'permission-too-low',
    `Changing **${environment}** needs the permission \`${settings.promote}\` in this repository; @${asker.login} has \`${asker.permission}\`. Ask somebody who has it to write the command.`,
  );
}

/** May this release serve this environment? Pure: everything was read before. */
export function planPromotion(question: {
  readonly modelName: string;
  readonly model: Model;
  readonly environment: string;
  readonly asker: Asker;
  /** The manifest of the release that was asked for, if there is one. */
  readonly manifest: Manifest | undefined;
  readonly release: string;
  readonly servedBefore: ServedModel | undefined;
  readonly serving: ServedModel | undefined;
}): Plan {
  const { model, environment, asker, manifest, release, serving } = question;
  const settings = findAllowedEnvironment(model, environment, asker);
  if ('kind' in settings) return settings;
  if (!manifest) {
    return refuse(
      'release-missing',
      `There is no published release \`${release}\`. It appears after the pull request is merged; \`/status\` lists what there is.`,
    );
  }
  const { digest } = manifest.onnx;
  if (serving?.digest === digest)
    return refuse('already-serving', `**${environment}** serves \`${release}\` already (${digest.slice(7, 19)}).`);
  if (settings.after !== undefined && question.servedBefore?.digest !== digest) {
    const found = question.servedBefore?.release ?? 'nothing';
    return refuse(
      'not-in-earlier-environment',
      `**${environment}** comes after **${settings.after}**, which serves \`${found}\`. Write \`/promote ${settings.after} ${release}\` first.`,
    );
  }
  return allow('promote', question.modelName, release, digest, environment, asker);
}

/** May this environment go back, and to what? Without a named release: to the version that served before the present one. */
export function planRollback(question: {
  readonly modelName: string;
  readonly model: Model;
  readonly environment: string;
  readonly asker: Asker;
  readonly release: string | undefined;
  /** Newest first; the first one serves now. */
  readonly history: readonly ServedModel[];
}): Plan {
  const { model, environment, asker, history, release } = question;
  const settings = findAllowedEnvironment(model, environment, asker);
  if ('kind' in settings) return settings;
  const [serving, ...earlier] = history;
  if (release !== undefined && release === serving?.release) {
    return refuse('already-serving', `**${environment}** serves \`${release}\` already.`);
  }
  const target = earlier.find((served) =>
    release === undefined ? served.digest !== serving?.digest : served.release === release,
  );
  if (!target) {
    return release === undefined
      ? refuse('no-earlier-version', `Nothing else ever served **${environment}**, so there is nothing to go back to.`)
      : refuse(
          'never-served-here',
          `\`${release}\` never served **${environment}**. Use \`/promote\` for a version that is new here.`,
        );
  }
  return allow('rollback', question.modelName, target.release, target.digest, environment, asker);
}

function allow(
  action: Promotion['action'],
  model: string,
  release: string,
  digest: string,
  environment: string,
  asker: Asker,
): Plan {
  return {
    kind: 'allowed',
    promotion: {
      kind: 'tidegate.promotion',
      version: 1,
      action,
      model,
      release,
      digest,
      environment,
      requestedBy: asker.login,
      issue: asker.issue,
      comment: asker.comment,
    },
  };
}

function refuse(reason: RefusalReason, message: string): Plan {
  return { kind: 'refused', reason, message };
}
