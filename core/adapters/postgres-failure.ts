import type { FailureKind, ServerFailure } from '../sql/server-failure.ts';

/** By the class of SQLSTATE, its first two characters; all others stopped the query. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  '08': 'unreachable',
  '22': 'invalid', // data exception
  '25': 'invalid', // a write in a session that reads
  '28': 'refused',
  '3D': 'invalid', // no such database
  '3F': 'invalid', // no such schema
  '42': 'invalid', // syntax, names, types, rights
};
const HINTS: Readonly<Record<string, string>> = {
  '57014': 'Give it more time, or ask for fewer rows.',
  '25006': 'A query or a condition may read tables only.',
  '22003': 'A value or a result lies beyond what a double holds; leave such rows out with sql:SELECT … WHERE ….',
  '42501': 'Grant the user SELECT on the table.',
};

export function explainPostgres(cause: unknown, server: string): ServerFailure {
  const { code = '', message } =
    cause instanceof Error ? (cause as Error & { readonly code?: string }) : { message: String(cause) };
  const isState = /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code);
  const kind = isState ? (KINDS[code.slice(0, 2)] ?? 'stopped') : isNetwork(code, message) ? 'unreachable' : 'stopped';
  // Node gives no text where it tried several addresses of a host.
  const text = message || (cause instanceof AggregateError ? cause.errors.map(String).join('; ') : code);
  return { kind, server, text: isState ? `${text} (SQLSTATE ${code})` : text, hint: HINTS[code] };
}

function isNetwork(code: string, message: string): boolean {
  return code !== ''
    ? !/^EPIPE|ECONNRESET$/.test(code)
    : /timeout expired|does not support SSL|certificate/i.test(message);
}
