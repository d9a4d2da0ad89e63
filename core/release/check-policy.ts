import { comparePolicies } from '../config/compare-policies.ts';
import { parseConfig } from '../config/parse-config.ts';
import type { Config } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import type { GitHubPort } from '../ports/github.ts';

const CONFIG_FILE = 'tidegate.yml';
const MOST_NAMED = 5;

/**
 * A verdict speaks for the policy that it was given by. What the pull request itself changes takes effect after its merge; any other
 * setting of the model that differs from the default branch's was changed since, and the model was never judged by it.
 * @throws OperatorError `artifact-mismatch` that names the settings
 */
export async function checkPolicy(
  github: Pick<GitHubPort, 'readText'>,
  commits: { readonly judged: string; readonly head: string; readonly now: string },
  modelName: string,
): Promise<void> {
  const policyAt = async (commit: string): Promise<Config> => {
    const text = await github.readText(CONFIG_FILE, commit);
    const all = text === undefined ? [] : Object.entries(parseConfig(text, CONFIG_FILE).models);
    return { version: 1, models: Object.fromEntries(all.filter(([name]) => name === modelName)) };
  };
  const now = await policyAt(commits.now);
  const changed = comparePolicies(await policyAt(commits.judged), now);
  const expected = now.models[modelName]?.data.expectations;
  const isSuiteStale = typeof expected === 'string' && (await isStale(github, expected, commits));
  if (changed.length === 0 && !isSuiteStale) return;
  const notByTheHead = new Set(comparePolicies(await policyAt(commits.head), now).map(({ path }) => path));
  const stale = [
    ...changed.map(({ path }) => path).filter((path) => notByTheHead.has(path)),
    ...(isSuiteStale ? [expected] : []),
  ];
  if (stale.length === 0) return;
  const names = stale.slice(0, MOST_NAMED).join(', ');
  throw new OperatorError(
    'artifact-mismatch',
    `The policy has changed since the verdict: ${names}${stale.length > MOST_NAMED ? ` and ${stale.length - MOST_NAMED} more` : ''}.`,
    'The model must be judged by the policy that holds now: open a pull request with it again.',
  );
}

/** A file of expectations is policy too: it is other than when it judged, and the pull request did not make it so. */
async function isStale(
  github: Pick<GitHubPort, 'readText'>,
  path: string,
  { judged, head, now }: { readonly judged: string; readonly head: string; readonly now: string },
): Promise<boolean> {
  const text = await github.readText(path, now);
  return text !== (await github.readText(path, judged)) && text !== (await github.readText(path, head));
}
