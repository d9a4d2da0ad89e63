import type { Model } from '../config/schema.ts';
import { type Asker, allow, findAllowedEnvironment, type Plan, refuse } from './plan.ts';
import type { ServedModel } from './served-model.ts';

/** May this environment go back, and to what? Without a named release: to the version that the present one replaced. */
export function planRollback(question: {
  readonly modelName: string;
  readonly model: Model;
  readonly environment: string;
  readonly asker: Asker;
  readonly release: string | undefined;
  /** What this model served here, newest first; the first one serves now. */
  readonly history: readonly ServedModel[];
  /** A version that was asked for here and is neither deployed nor refused yet. */
  readonly underWay: string | undefined;
}): Plan {
  const { modelName, model, environment, asker, history, release } = question;
  const found = findAllowedEnvironment(model, environment, asker);
  if (found.kind === 'refused') return found;
  const [serving, ...earlier] = history;
  if (release === undefined && question.underWay !== undefined) {
    const versions = [...new Set([serving?.release, findReplaced(history)?.release])].filter(
      (name) => name !== undefined,
    );
    const named = versions.map((name) => `\`/rollback ${environment} ${name}\``).join(' or ');
    return refuse(
      'deployment-under-way',
      `\`${question.underWay}\` is on its way to **${environment}**, so "the version before" is not clear. Name it: ${named || 'nothing served here before'}.`,
    );
  }
  if (release !== undefined && release === serving?.release && question.underWay === undefined)
    return refuse('already-serving', `**${environment}** serves \`${release}\` already.`);
  // While another version is on its way, going back can mean to keep what serves.
  const choices = question.underWay === undefined ? earlier : history;
  const target = release === undefined ? findReplaced(history) : choices.find((served) => served.release === release);
  if (target) {
    const { release: back, digest } = target;
    return allow({ action: 'rollback', model: modelName, release: back, digest, environment }, asker);
  }
  if (release !== undefined) {
    const message = `\`${release}\` never served **${environment}**. Use \`/promote\` for a version that is new here.`;
    return refuse('never-served-here', message);
  }
  const others = [...new Set(earlier.map((served) => served.release))].filter((name) => name !== serving?.release);
  const wayOut =
    others.length > 0
      ? `Name one that served here: ${others.map((name) => `\`/rollback ${environment} ${name}\``).join(', ')}.`
      : 'Nothing else ever served there.';
  return refuse('no-earlier-version', `**${environment}** has no version to go back to. ${wayOut}`);
}

/**
 * The version below the present one on the stack of what was deployed. A version that was rolled back from is off the stack: a
 * second rollback in an emergency must not bring the bad one back.
 */
function findReplaced(history: readonly ServedModel[]): ServedModel | undefined {
  const stack: ServedModel[] = [];
  for (const served of history.toReversed()) {
    const known = stack.findIndex(({ digest }) => digest === served.digest);
    if (known >= 0) stack.splice(known);
    stack.push(served);
  }
  return stack.at(-2);
}
