const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Seconds since 1970 of a date or a time as ISO 8601 writes it; without a zone it is UTC. Undefined for anything else. */
export function secondsOf(text: string): number | undefined {
  const match = ISO.exec(text.trim());
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(time);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
  if (!isReal || second >= 60) return undefined;
  const micros = Number((match[7] ?? '').padEnd(6, '0'));
  // One division of whole microseconds, as engines do it: the same double.
  return ((time - zoneMinutes(match[8]) * 60_000) * 1000 + micros) / 1e6;
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** The reverse, in UTC, to the second or finer where it has more. */
export function isoOf(seconds: number): string {
  const date = new Date(Math.round(seconds * 1000));
  if (Number.isNaN(date.getTime())) return `${seconds} s after 1970`;
  return date.toISOString().replace('.000Z', 'Z');
}
