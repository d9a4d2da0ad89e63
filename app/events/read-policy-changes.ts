import { comparePolicies, type PolicyChange } from '@tidegate/core/config/compare-policies';
import { parseConfig } from '@tidegate/core/config/parse-config';
import type { Config } from '@tidegate/core/config/schema';
import { OperatorError } from '@tidegate/core/errors';
import { LISTED_FILES_MAX } from '@tidegate/core/limits';
import type { PullRequest } from '@tidegate/core/ports/github';
import { type BotContext, CONFIG_FILE } from '../bot-context.ts';

const WORKFLOWS = '.github/workflows/';

/** What a pull request changes of that which judges it: files, and the settings of tidegate.yml one by one. */
export async function readPolicyChanges(
  { github }: Pick<BotContext, 'github'>,
  policy: Config,
  pull: PullRequest,
): Promise<{ readonly files: readonly string[]; readonly settings: readonly PolicyChange[] }> {
  const changed = await github.listChangedFiles(pull.number);
  const data = Object.values(policy.models).flatMap((model) => [model.data.path, model.data.evaluation ?? []].flat());
  const isCut = changed.length >= LISTED_FILES_MAX;
  // Where GitHub's list ends, any file may have changed.
  const judging = [...changed.filter((file) => file.startsWith(WORKFLOWS)), ...(isCut ? [WORKFLOWS] : [])];
  const files = [...judging, ...new Set(data.filter((file) => isCut || changed.includes(file)))];
  if (!changed.includes(CONFIG_FILE) && !isCut) return { files, settings: [] };
  const text = await github.readText(CONFIG_FILE, pull.headSha);
  try {
    const settings = text === undefined ? [] : comparePolicies(policy, parseConfig(text, CONFIG_FILE));
    return { files: settings.length > 0 || text === undefined ? [CONFIG_FILE, ...files] : files, settings };
  } catch (error) {
    // Unreadable is changed; its own check tells the mistakes.
    if (error instanceof OperatorError) return { files: [CONFIG_FILE, ...files], settings: [] };
    throw error;
  }
}
