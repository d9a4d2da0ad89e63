import { parseConfig } from '@tidegate/core/config/parse-config';
import type { Config } from '@tidegate/core/config/schema';
import { OperatorError } from '@tidegate/core/errors';
import type { Clock } from '@tidegate/core/ports/clock';
import type { GitHubPort } from '@tidegate/core/ports/github';
import type { LedgerPort } from '@tidegate/core/ports/ledger';

/** What every handler gets: one repository, in our words. */
export interface BotContext {
  readonly github: GitHubPort;
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  /** Login of the app: `tidegate[bot]`. */
  readonly ownLogin: string;
  readonly log: (message: string) => void;
}

export const CONFIG_FILE = 'tidegate.yml';
export const TRAIN_WORKFLOW = '.github/workflows/train.yml';
export { OPERATE_WORKFLOW } from '@tidegate/core/deployment/check-provenance';
export const GATE_WORKFLOW = '.github/workflows/gate.yml';

/** The policy as it stands on the default branch; undefined in a repository that does not use Tidegate. */
export async function readPolicy({ github }: Pick<BotContext, 'github'>): Promise<Config | undefined> {
  const { sha } = await github.readDefaultBranch();
  const text = await github.readText(CONFIG_FILE, sha);
  return text === undefined ? undefined : parseConfig(text, CONFIG_FILE);
}

/** As `readPolicy`, where there must be one. */
export async function requirePolicy(context: Pick<BotContext, 'github'>): Promise<Config> {
  const config = await readPolicy(context);
  if (config) return config;
  throw new OperatorError(
    'config-invalid',
    `There is no ${CONFIG_FILE} on the default branch.`,
    'Add one; templates/churn has an example.',
  );
}

export const checkName = (modelName: string): string => `tidegate/${modelName}`;
export const releaseMarker = (modelName: string): string => `tidegate:release/${modelName}`;
export const commandMarker = (commentId: number): string => `tidegate:command/${commentId}`;
