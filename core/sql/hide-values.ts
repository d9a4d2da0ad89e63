/**
 * A message of an engine without the value of the data that it stumbled over: in a pull request everybody reads it, and it may be
 * whose it is. Where a value ends cannot be told from what is in it, so the rest of the quotes goes too.
 */
export function hideValues(message: string): string {
  return message.replace(/\b(string|value|text|cast|input|argument)s?:? (["']).*\2/gi, '$1 (not shown)');
}
