import { deflateSync } from 'fflate';

export interface HostileEntry {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** What the directory claims, where it lies. */
  readonly claimedBytes?: number;
  readonly unixMode?: number;
  readonly flags?: number;
  readonly method?: number;
}

/** A ZIP of deflated entries, written by hand so that every field can lie. */
export function makeZip(entries: readonly HostileEntry[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = new TextEncoder().encode(entry.name);
    const content = typeof entry.content === 'string' ? new TextEncoder().encode(entry.content) : entry.content;
    const packed = deflateSync(content);
    const size = entry.claimedBytes ?? content.length;
    const shared = [
      ...half(20),
      ...half(entry.flags ?? 0),
      ...half(entry.method ?? 8),
      ...half(0),
      ...half(0),
      ...word(0),
      ...word(packed.length),
      ...word(size),
      ...half(name.length),
      ...half(0),
    ];
    const local = Uint8Array.from([...word(0x04034b50), ...shared, ...name]);
    const mode = (entry.unixMode ?? 0o100644) << 16;
    const tail = [...half(0), ...half(0), ...half(0), ...word(mode >>> 0), ...word(offset), ...name];
    directory.push(Uint8Array.from([...word(0x02014b50), 20, 3, ...shared, ...tail]));
    locals.push(local, packed);
    offset += local.length + packed.length;
  }
  const directoryBytes = directory.reduce((sum, part) => sum + part.length, 0);
  const end = [
    ...word(0x06054b50),
    ...half(0),
    ...half(0),
    ...half(entries.length),
    ...half(entries.length),
    ...word(directoryBytes),
    ...word(offset),
    ...half(0),
  ];
  return Buffer.concat([...locals, ...directory, Uint8Array.from(end)]);
}

const half = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
const word = (value: number): number[] => [...half(value & 0xffff), ...half(value >>> 16)];
