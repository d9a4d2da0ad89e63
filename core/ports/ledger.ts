import type { LedgerEvent } from '../ledger/ledger-event.ts';

export type LedgerEntry = Omit<LedgerEvent, 'kind' | 'version' | 'sequence' | 'previous' | 'at'>;

/** Append-only record of runs and decisions. */
export interface LedgerPort {
  /** Chains the entry to the last event and writes it; retries when another writer was first. */
  append(entry: LedgerEntry): Promise<LedgerEvent>;
  /** All events, oldest first; `document-invalid` when the chain is broken. */
  list(): Promise<readonly LedgerEvent[]>;
}
