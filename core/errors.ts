/**
 * Closed list of reason codes. Documents, Actions, the bot and the CLI match on the code, never on the message.
 * Adding one is cheap; changing the meaning of one is a breaking change.
 */
export const ERROR_CODES = [
  'config-invalid',
  'input-invalid',
  'document-invalid',
  'document-version-unknown',
  'data-invalid',
  'data-unreadable',
  'evaluation-mismatch',
  'engine-failed',
  'training-failed',
  'model-missing',
  'model-invalid',
  'metrics-invalid',
  'metric-failed',
  'artifact-missing',
  'artifact-mismatch',
  'artifact-too-large',
  'parity-broken',
  'release-conflict',
  'release-missing',
  'deployment-refused',
  'deployment-unproven',
  'serving-unreachable',
  'port-taken',
  'timed-out',
  'workflow-unsupported',
  'github-unauthorized',
  'github-forbidden',
  'github-not-found',
  'github-conflict',
  'github-rejected',
  'github-rate-limited',
  'github-unavailable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A failure that a person can act on. Anything else that throws is a bug of ours. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
  }
}
