/**
 * A message of an engine without the value of the data that it stumbled over: in a pull request everybody reads it, and it may be
 * whose it is. Where a value ends cannot be told from what is in it, so the rest of the quotes goes too.
 */
export function hideValues(message: string): string {
  const [, before = '', kind = '', rest = ''] = /^(.*?: )([A-Z][A-Za-z ]+ Error): (.*)$/s.exec(message) ?? [];
  const isShown = kind === '' || WITHOUT_VALUES.test(kind) || WITH_PLACE.test(rest);
  return isShown ? hideQuoted(message) : `${before}${kind}.`;
}

const WITHOUT_VALUES = /^(Binder|Catalog|Parser|Permission|IO|HTTP) Error$/;
/** What people need to find the line that cannot be read. */
const WITH_PLACE = /^(CSV Error on Line: \d+|Malformed JSON in file )/;

function hideQuoted(message: string): string {
  return message
    .replace(/\b(string|value|text|cast|input|argument)s?:? (["']).*\2/gi, '$1 (not shown)')
    .replace(/(\b(?:format|range)): (["']).*\2/gi, '$1 (not shown)');
}
