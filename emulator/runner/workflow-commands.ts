/** Lines that a step prints to speak with the runner: `::error file=…::message`. */
export interface CommandLine {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Shorter ones would hide half of every log. */
const SHORTEST_SECRET = 3;
const COMMAND = /^::([A-Za-z0-9_-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/;

export function parseCommandLine(line: string): CommandLine | undefined {
  const match = COMMAND.exec(line);
  if (!match?.[1]) return undefined;
  const properties = (match[2] ?? '').split(',').flatMap((part) => {
    const index = part.indexOf('=');
    return index > 0 ? [[part.slice(0, index).trim(), unescapeProperty(part.slice(index + 1))]] : [];
  });
  return { command: match[1], properties: Object.fromEntries(properties), message: unescapeMessage(match[3] ?? '') };
}

function unescapeMessage(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeMessage(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

/** Hides every known secret in a line of the log; of a secret with several lines, each of them. */
export function mask(line: string, secrets: Iterable<string>): string {
  const parts = [...secrets]
    .flatMap((secret) => secret.split(/\r?\n/))
    .filter((part) => part.length >= SHORTEST_SECRET);
  return parts
    .toSorted((left, right) => right.length - left.length)
    .reduce((masked, part) => masked.replaceAll(part, '***'), line);
}
