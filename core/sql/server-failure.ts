import { OperatorError } from '../errors.ts';
import { hideSecrets } from './hide-secrets.ts';

/** Unreachable; refused by name and password; stopped, or answered in part; asked for what is not there or cannot be computed. */
export type FailureKind = 'unreachable' | 'refused' | 'stopped' | 'invalid';
export interface ServerFailure {
  readonly kind: FailureKind;
  /** The server's address without anything secret. */
  readonly server: string;
  readonly text: string;
  readonly hint?: string | undefined;
}

const LONGEST = 300;
const SAID: Readonly<Record<FailureKind, string>> = {
  unreachable: 'cannot be reached',
  refused: 'refuses the connection',
  stopped: 'gave no whole answer',
  invalid: 'cannot answer the query',
};
const HINTS: Readonly<Record<FailureKind, string>> = {
  unreachable: 'Check host and port, that this machine may reach it, and TLS (?tls=off for a server without).',
  refused: 'Check the user and the password in the environment.',
  stopped: 'Nothing was counted. Look into the log of the server, then run again.',
  invalid: 'Check the names of the table and its columns, and the SQL where some is given.',
};

/** What a server said or did, for a person; secrets hidden, its own words cut. The cause is left out: it may hold a password. */
export function serverFailure(
  { kind, server, text, hint }: ServerFailure,
  secrets: readonly (string | undefined)[],
): OperatorError {
  const said = hideSecrets(text.replace(/\s+/g, ' ').trim(), secrets).slice(0, LONGEST);
  return new OperatorError(
    kind === 'invalid' ? 'data-invalid' : 'engine-failed',
    `${server} ${SAID[kind]}: ${said}`,
    hint ?? HINTS[kind],
  );
}

/** @throws OperatorError `engine-failed` for a server older than what was tested */
export function refuseOldServer(server: string, product: string, version: string, oldest: string): void {
  const parts = (text: string) => text.split('.').map(Number);
  const [have, need] = [parts(version), parts(oldest)];
  const place = need.findIndex((part, index) => part !== (have[index] ?? 0));
  if (place < 0 || (have[place] ?? 0) > (need[place] ?? 0)) return;
  throw new OperatorError(
    'engine-failed',
    `${server} runs ${product} ${version}; Tidegate needs ${oldest} or newer.`,
    `Update the server, or export the rows as Parquet and profile the files.`,
  );
}
