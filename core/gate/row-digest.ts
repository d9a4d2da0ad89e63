import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Truth } from '../data/truth.ts';
import type { Digest } from '../digest.ts';
import type { Columns } from '../ports/model-runtime.ts';

export interface RowDigest {
  /** The next rows; how many at a time makes no difference. */
  add(columns: Columns): void;
  finish(truth: Truth): Digest;
}

/** Digest of features and truth in the rows' order, whatever file they came from; WebCrypto cannot go on where it stopped. */
export function createRowDigest(): RowDigest {
  const encoder = new TextEncoder();
  const hashes = new Map<string, ReturnType<typeof sha256.create>>();
  return {
    add: (columns) => {
      for (const [name, column] of Object.entries(columns)) {
        const hash = hashes.get(name) ?? sha256.create();
        hashes.set(name, hash);
        // A comma after each cell: where one part ends and the next begins must not show.
        hash.update(
          column instanceof Float64Array
            ? bytesOf(column)
            : encoder.encode(column.map((cell) => `${JSON.stringify(cell)},`).join('')),
        );
      }
    },
    finish: (truth) => {
      const names = [...hashes.keys()].sort();
      const columns = names.map((name) => [name, bytesToHex((hashes.get(name) ?? sha256.create()).digest())]);
      const classes = 'classes' in truth ? truth.classes : [];
      const labels = bytesToHex(sha256(bytesOf(truth.labels)));
      return `sha256:${bytesToHex(sha256(encoder.encode(JSON.stringify({ columns, classes, labels }))))}`;
    },
  };
}

/** As they lie in memory: every platform that ONNX Runtime and Node share is little-endian. */
function bytesOf(values: Truth['labels']): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
