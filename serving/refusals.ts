import { type ErrorCode, OperatorError } from '@tidegate/core/errors';

const STATUSES: Partial<Record<ErrorCode, number>> = {
  'input-invalid': 400,
  'model-missing': 503,
  'release-missing': 404,
  'github-unauthorized': 401,
  'artifact-mismatch': 409,
};

/** HTTP answer of a refusal: `error` as in the Open Inference Protocol, with our reason code and what to do. */
export function statusOf(error: unknown): { readonly status: number; readonly body: object } {
  if (error instanceof OperatorError) {
    return { status: STATUSES[error.code] ?? 422, body: { code: error.code, error: error.message, hint: error.hint } };
  }
  // Fastify's own: a body that is no JSON (400), too large (413), an unknown media type (415).
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) {
    const message = error instanceof Error ? error.message : 'The request is not valid.';
    return {
      status,
      body: { code: 'input-invalid', error: message, hint: 'Send JSON: {"rows": [{"<column>": <value>}]}.' },
    };
  }
  return {
    status: 500,
    body: {
      code: 'fault',
      error: 'The server failed; this is a fault of ours.',
      hint: 'Look at its log, and report it.',
    },
  };
}
