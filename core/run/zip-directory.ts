/** One file of a ZIP as its central directory describes it. Everything here was written by a stranger. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly isSymlink: boolean;
  readonly size: number;
  /** The packed bytes, not yet inflated. */
  readonly packed: Uint8Array;
}

const END = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff };
const ENTRY = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const UNIX = 3;
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;

/**
 * Lists a ZIP without inflating a byte of it, at most `maxEntries` entries.
 * @throws RangeError for what is truncated, inconsistent, in several parts, or in the 64-bit form that no run needs.
 */
export function parseZipDirectory(zip: Uint8Array, maxEntries: number): readonly ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    throw new RangeError('it is one part of several');
  }
  if (count > maxEntries) throw new RangeError(`it has ${count} files; at most ${maxEntries} are taken`);
  let offset = view.getUint32(end + 16, true);
  return Array.from({ length: count }, () => {
    const { entry, next } = parseEntry(zip, view, offset);
    offset = next;
    return entry;
  });
}

function findEnd(view: DataView): number {
  const last = view.byteLength - END.bytes;
  const first = Math.max(0, last - END.longestComment);
  for (let offset = last; offset >= first; offset -= 1) {
    if (view.getUint32(offset, true) === END.signature) return offset;
  }
  throw new RangeError('it is truncated or no ZIP');
}

function parseEntry(
  zip: Uint8Array,
  view: DataView,
  offset: number,
): { readonly entry: ZipEntry; readonly next: number } {
  if (view.getUint32(offset, true) !== ENTRY.signature) throw new RangeError('its directory is damaged');
  const packedSize = view.getUint32(offset + 20, true);
  const size = view.getUint32(offset + 24, true);
  const nameBytes = view.getUint16(offset + 28, true);
  const localOffset = view.getUint32(offset + 42, true);
  if ([packedSize, size, localOffset].includes(0xffffffff)) throw new RangeError('it is in the 64-bit form');
  const isUnix = view.getUint8(offset + 5) === UNIX;
  const mode = view.getUint32(offset + 38, true) >>> 16;
  const next = offset + ENTRY.bytes + nameBytes + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true);
  const entry = {
    name: new TextDecoder().decode(zip.subarray(offset + ENTRY.bytes, offset + ENTRY.bytes + nameBytes)),
    method: view.getUint16(offset + 10, true),
    isEncrypted: (view.getUint16(offset + 8, true) & 1) === 1,
    isSymlink: isUnix && (mode & FILE_TYPE) === SYMLINK,
    size,
    packed: packedBytes(zip, view, localOffset, packedSize),
  };
  return { entry, next };
}

function packedBytes(zip: Uint8Array, view: DataView, offset: number, packedSize: number): Uint8Array {
  if (view.getUint32(offset, true) !== LOCAL.signature) throw new RangeError('a file in it is damaged');
  const start = offset + LOCAL.bytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedSize > zip.byteLength) throw new RangeError('a file in it is truncated');
  return zip.subarray(start, start + packedSize);
}
