import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import { code } from '@tidegate/core/report/escape';
import { renderRefused } from '@tidegate/core/report/render-promotion';
import type { BotContext } from '../bot-context.ts';
import type { Answer } from './command.ts';

const ACTIONS = ['promotion-requested', 'rollback-requested', 'promotion-refused'];

/** The answer to a command that was carried out before a fault kept it from being told: from the ledger, nothing is done again. */
export async function recallAnswer({ github }: BotContext, events: readonly LedgerEvent[]): Promise<Answer> {
  const last = events.findLast(({ action }) => ACTIONS.includes(action));
  const subject = `${code(last?.release ?? 'the release')} to **${last?.environment ?? 'the environment'}**`;
  if (last?.action === 'promotion-refused')
    return {
      body: renderRefused(last.reason, 'This command was refused; write it again to see why.'),
      reaction: 'confused',
    };
  if (last?.runId != null) {
    const { url } = await github.readWorkflowRun(last.runId);
    return { body: `⏳ ${subject} was started ([run](${url})).`, reaction: 'rocket' };
  }
  const message = `The order of ${subject} is in the ledger, and no run of it is known: the bot was interrupted. Look at the runs of operate.yml; if none is under way, write the command again.`;
  return { body: renderRefused('interrupted', message), reaction: 'confused' };
}
