import type { FailureKind, ServerFailure } from '../sql/server-failure.ts';

/** By the server's own codes (ErrorCodes.cpp): those that a person can mend in the query or the login. All others stopped it. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  192: 'refused', // UNKNOWN_USER
  193: 'refused', // WRONG_PASSWORD
  194: 'refused', // REQUIRED_PASSWORD
  497: 'refused', // ACCESS_DENIED
  516: 'refused', // AUTHENTICATION_FAILED
  6: 'invalid', // CANNOT_PARSE_TEXT
  10: 'invalid', // NOT_FOUND_COLUMN_IN_BLOCK
  16: 'invalid', // NO_SUCH_COLUMN_IN_TABLE
  36: 'invalid', // BAD_ARGUMENTS
  43: 'invalid', // ILLEGAL_TYPE_OF_ARGUMENT
  46: 'invalid', // UNKNOWN_FUNCTION
  47: 'invalid', // UNKNOWN_IDENTIFIER
  53: 'invalid', // TYPE_MISMATCH
  60: 'invalid', // UNKNOWN_TABLE
  62: 'invalid', // SYNTAX_ERROR
  70: 'invalid', // CANNOT_CONVERT_TYPE
  72: 'invalid', // CANNOT_PARSE_NUMBER
  81: 'invalid', // UNKNOWN_DATABASE
  215: 'invalid', // NOT_AN_AGGREGATE
  349: 'invalid', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  386: 'invalid', // NO_COMMON_TYPE
};
const HINTS: Readonly<Record<string, string>> = {
  159: 'Give it more time, or ask for fewer rows.',
  164: 'A query or a condition may read tables only: no files, no addresses, no settings. If none is given: the user must be allowed to change settings (readonly = 0 or 2).',
  241: 'Give the user more memory (max_memory_usage), or fewer columns at a time.',
  452: 'The profile of the user must allow to change the settings that it names: without them an answer could be partial.',
};
const TOO_MANY_ROWS = '396';

/** What the client or the server threw. */
export function explainClickHouse(cause: unknown, server: string): ServerFailure | 'too-many-rows' {
  const { code, message } =
    cause instanceof Error
      ? (cause as Error & { readonly code?: unknown })
      : { code: undefined, message: String(cause) };
  // Old servers write the code into the text only.
  const number = /^\d+$/.test(String(code)) ? String(code) : (/Code: (\d+)/.exec(message)?.[1] ?? '');
  if (number === TOO_MANY_ROWS) return 'too-many-rows';
  const isReadOnly = number === '164';
  const kind =
    KINDS[number] ??
    (isReadOnly ? 'invalid' : number === '' && isNetwork(String(code), message) ? 'unreachable' : 'stopped');
  return {
    kind,
    server,
    text: number === '' || message.includes(number) ? message : `Code: ${number}. ${message}`,
    hint: HINTS[number],
  };
}

function isNetwork(code: string, message: string): boolean {
  return (
    /^(ECONNREFUSED|ENOTFOUND|EHOST|ENET|ETIMEDOUT|EAI_|EPROTO|ERR_TLS|ERR_SSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO)/.test(
      code,
    ) || /wrong version number/.test(message)
  );
}
