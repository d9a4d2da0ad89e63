import { sha256 } from '../digest.ts';
import { parseDocument, renderDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import type { LedgerEntry } from '../ports/ledger.ts';
import { LEDGER_EVENT, type LedgerEvent } from './ledger-event.ts';

/** The event that follows `previousText` (the last event as it is written; undefined for the first). */
export async function chainEvent(previousText: string | undefined, entry: LedgerEntry, at: Date): Promise<LedgerEvent> {
  const previous =
    previousText === undefined ? undefined : parseDocument(LEDGER_EVENT, previousText, 'The last ledger event');
  return {
    kind: 'tidegate.ledger-event',
    version: 1,
    sequence: (previous?.sequence ?? 0) + 1,
    previous: previousText === undefined ? null : await sha256(previousText),
    at: at.toISOString(),
    ...entry,
  };
}

/** Parses all events, oldest first. @throws OperatorError `document-invalid` at the first that does not follow the one before. */
export async function verifyChain(texts: readonly string[]): Promise<readonly LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  let previousText: string | undefined;
  for (const text of texts) {
    const event = parseDocument(LEDGER_EVENT, text, `Ledger event ${events.length + 1}`);
    const expected = previousText === undefined ? null : await sha256(previousText);
    if (event.sequence !== events.length + 1 || event.previous !== expected) {
      throw new OperatorError(
        'document-invalid',
        `Ledger event ${event.sequence} does not follow event ${events.length}: it names ${event.previous}, expected ${expected}.`,
        'The ledger was changed by hand: compare the branch tidegate/ledger with its history, and protect it with a ruleset.',
      );
    }
    events.push(event);
    previousText = text;
  }
  return events;
}

export function renderEvent(event: LedgerEvent): string {
  return renderDocument(event);
}
