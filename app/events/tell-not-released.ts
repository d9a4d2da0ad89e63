import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import type { PullRequest } from '@tidegate/core/ports/github';
import { code } from '@tidegate/core/report/escape';
import { type BotContext, releaseMarker } from '../bot-context.ts';

/** A pull request was merged and nothing is released of it, or not yet: why, and how to go on. `reason` is Markdown of ours. */
export async function tellNotReleased(
  { github, ledger }: Pick<BotContext, 'github' | 'ledger'>,
  { modelName, pull, reason }: { readonly modelName: string; readonly pull: PullRequest; readonly reason: string },
): Promise<void> {
  if (isReleased(await ledger.list(), pull, modelName)) return;
  const wayOut =
    'To go on, run the training job of this pull request again: its verdict, and the release when it passes, will follow. Or open a new pull request that changes the model.';
  const body = `⚠️ ${code(modelName)} was merged and is not released: ${reason} ${wayOut}`;
  await github.upsertComment({ issue: pull.number, marker: releaseMarker(modelName), body });
}

/** Whether the ledger has a release of this model from this pull request. */
export function isReleased(
  events: readonly LedgerEvent[],
  pull: Pick<PullRequest, 'number'>,
  modelName: string,
): boolean {
  return events.some(
    ({ action, model, issue }) => action === 'released' && model === modelName && issue === pull.number,
  );
}
