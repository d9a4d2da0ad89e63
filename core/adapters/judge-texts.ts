import { runInNewContext } from 'node:vm';

/** Longest time that texts of one column are looked at. */
const TIMEOUT_MS = 20_000;

/** A search that a text keeps busy for ever ends with its context: nothing else stops a regular expression of this process. */
export function judgeTexts(
  texts: readonly string[],
  isFine: (text: string) => boolean,
  timeoutMs = TIMEOUT_MS,
): readonly boolean[] | undefined {
  const found: boolean[] = [];
  const look = () => {
    for (const text of texts) found.push(isFine(text));
  };
  try {
    runInNewContext('look()', { look }, { timeout: timeoutMs });
    return found;
  } catch (cause) {
    // The error is one of the other context, so it is no instance of our Error.
    if (Reflect.get(Object(cause), 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw cause;
  }
}
