import { OperatorError } from '../errors.ts';
import { chainEvent, renderEvent, verifyChain } from '../ledger/chain.ts';
import type { Clock } from '../ports/clock.ts';
import type { GitHubPort } from '../ports/github.ts';
import type { LedgerPort } from '../ports/ledger.ts';

export const LEDGER_BRANCH = 'tidegate/ledger';
const ATTEMPTS = 5;
const HEAD_FILE = 'HEAD'; // sequence of the last event, so that nobody has to list the folder

const eventFile = (sequence: number): string => `events/${String(sequence).padStart(8, '0')}.json`;

/** The ledger on its own orphan branch: one file an event, each commit on top of the one that was read. */
export function createBranchLedger(
  github: Pick<GitHubPort, 'readBranch' | 'readText' | 'commitFiles'>,
  clock: Clock,
): LedgerPort {
  const lastSequence = async (head: string): Promise<number> => Number((await github.readText(HEAD_FILE, head)) ?? '0');
  return {
    async append(entry) {
      for (let attempt = 1; ; attempt += 1) {
        const head = await github.readBranch(LEDGER_BRANCH);
        const sequence = head === undefined ? 0 : await lastSequence(head);
        const previous = sequence === 0 ? undefined : await github.readText(eventFile(sequence), head ?? LEDGER_BRANCH);
        const event = await chainEvent(previous, entry, clock.now());
        try {
          await github.commitFiles({
            branch: LEDGER_BRANCH,
            ...(head === undefined ? {} : { expectedHead: head }),
            message: `${event.action} ${event.release ?? event.model} by ${event.actor}`,
            files: { [eventFile(event.sequence)]: renderEvent(event), [HEAD_FILE]: `${event.sequence}\n` },
          });
          return event;
        } catch (error) {
          const isRace = error instanceof OperatorError && error.code === 'github-conflict';
          if (!isRace || attempt === ATTEMPTS) throw error;
        }
      }
    },
    async list() {
      const head = await github.readBranch(LEDGER_BRANCH);
      if (head === undefined) return [];
      const count = await lastSequence(head);
      const texts = await Promise.all(
        Array.from({ length: count }, (_, index) => github.readText(eventFile(index + 1), head)),
      );
      const missing = texts.indexOf(undefined);
      if (missing >= 0) {
        throw new OperatorError(
          'document-invalid',
          `Ledger event ${missing + 1} of ${count} is missing.`,
          `Compare the branch ${LEDGER_BRANCH} with its history.`,
        );
      }
      return verifyChain(texts.map((text) => text ?? ''));
    },
  };
}
