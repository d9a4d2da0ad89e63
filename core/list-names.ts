const PLAIN = /^[\p{L}\p{N}_.-]([\p{L}\p{N}_. -]*[\p{L}\p{N}_.-])?$/u;
const LONGEST_NAME = 60;

/** The first few names from a file, for a message; one that is no plain word is quoted: it could begin a line, or end a list. */
export function listNames(names: Iterable<string>, most = 40): string {
  const all = [...names];
  const shown = all.slice(0, most).map(showName);
  return all.length > most ? `${shown.join(', ')} and ${all.length - most} more` : shown.join(', ');
}

/** A name as it is where it is a plain word, else quoted. */
export function showName(name: string): string {
  return PLAIN.test(name) && name.length <= LONGEST_NAME ? name : JSON.stringify(name.slice(0, LONGEST_NAME));
}
