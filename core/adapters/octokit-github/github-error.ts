import { type ErrorCode, OperatorError } from '../../errors.ts';

interface Meaning {
  readonly code: ErrorCode;
  readonly hint: string;
}

const MEANINGS: Readonly<Record<number, Meaning>> = {
  401: {
    code: 'github-unauthorized',
    hint: 'The token is missing, wrong or expired: check the github-token input, or the app id and private key of the bot.',
  },
  403: {
    code: 'github-forbidden',
    hint: 'The token lacks a permission: add it to the job (`permissions:`) or accept it for the app installation.',
  },
  404: {
    code: 'github-not-found',
    hint: 'Check the name; GitHub also answers 404 when the token may not see the repository.',
  },
  409: {
    code: 'github-conflict',
    hint: 'Somebody else changed it at the same moment: run again; nothing was half-written.',
  },
  410: {
    code: 'github-not-found',
    hint: 'It was deleted or has expired (artifacts are kept 90 days by default): run training again.',
  },
  422: { code: 'github-rejected', hint: 'GitHub does not accept the content; its words above say which field.' },
  429: { code: 'github-rate-limited', hint: 'Too many requests: wait for the time that GitHub names, then run again.' },
};
const UNAVAILABLE: Meaning = {
  code: 'github-unavailable',
  hint: 'GitHub does not answer as it should: see githubstatus.com, then run again.',
};

/** An Octokit error in words for a person: which call, what GitHub said, what to do. */
export function toOperatorError(
  error: unknown,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
): OperatorError {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
  const text = error instanceof Error ? error.message : String(error);
  const isRateLimit = status === 403 && /rate limit|abuse/i.test(text);
  const meaning = MEANINGS[isRateLimit ? 429 : status] ?? UNAVAILABLE;
  const said = text.split(' - https://docs.github.com')[0]?.slice(0, 400) ?? '';
  return new OperatorError(
    meaning.code,
    `GitHub answered ${status || 'nothing'} to ${fill(route, parameters)}: ${said}`,
    meaning.hint,
    error,
  );
}

function fill(route: string, parameters: Readonly<Record<string, unknown>>): string {
  return route.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole).slice(0, 100));
}
