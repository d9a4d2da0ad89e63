import { OperatorError } from '../errors.ts';
import { chainEvent, renderEvent, verifyChain } from '../ledger/chain.ts';
import type { Clock } from '../ports/clock.ts';
import type { GitHubPort } from '../ports/github.ts';
import type { LedgerPort } from '../ports/ledger.ts';

export const LEDGER_BRANCH = 'tidegate/ledger';
const ATTEMPTS = 5;
const HEAD_FILE = 'HEAD'; // sequence of the last event, so that nobody has to list the folder

const READ_AT_ONCE = 20; // GitHub slows down who asks for a hundred things at once

const eventFile = (sequence: number): string => `events/${String(sequence).padStart(8, '0')}.json`;

/**
 * The ledger on its own orphan branch: one file an event, each commit on top of the one that was read. `known` are the events that
 * this process has read before, as written; they are not asked for again, and the chain proves that the rest follows them.
 */
export function createBranchLedger(
  github: Pick<GitHubPort, 'readBranch' | 'readText' | 'commitFiles'>,
  clock: Clock,
  known: string[] = [],
): LedgerPort {
  const lastSequence = async (head: string): Promise<number> => {
    const text = (await github.readText(HEAD_FILE, head)) ?? '0';
    if (/^\d{1,6}\s*$/.test(text)) return Number(text);
    throw broken(`The file ${HEAD_FILE} of the ledger is no sequence: ${JSON.stringify(text.slice(0, 40))}.`);
  };
  const readMissing = async (head: string, count: number): Promise<readonly string[]> => {
    const texts = known.slice(0, count);
    while (texts.length < count) {
      const size = Math.min(READ_AT_ONCE, count - texts.length);
      const first = texts.length + 1;
      const files = Array.from({ length: size }, (_, index) => github.readText(eventFile(first + index), head));
      for (const text of await Promise.all(files)) {
        if (text === undefined) throw broken(`Ledger event ${texts.length + 1} of ${count} is missing.`);
        texts.push(text);
      }
    }
    return texts;
  };
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
      try {
        const texts = await readMissing(head, count);
        const events = await verifyChain(texts);
        known.splice(0, known.length, ...texts);
        return events;
      } catch (error) {
        known.length = 0; // next time everything is read again
        throw error;
      }
    },
  };
}

function broken(problem: string): OperatorError {
  return new OperatorError('document-invalid', problem, `Compare the branch ${LEDGER_BRANCH} with its history.`);
}
