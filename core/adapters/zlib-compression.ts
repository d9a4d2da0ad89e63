import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';
import { OperatorError } from '../errors.ts';
import type { Compression } from '../ports/compression.ts';

/** Compression by Node's own zlib. What comes out is bounded while it comes: a small file may hold gigabytes of zeros. */
export const zlibCompression: Compression = {
  compress(bytes, format) {
    if (format === 'gzip') return gzipSync(bytes, { level: 9 });
    return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  },
  decompress(bytes, format, { maxBytes, source }) {
    const expand = format === 'gzip' ? gunzipSync : brotliDecompressSync;
    try {
      return expand(bytes, { maxOutputLength: maxBytes });
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(source, maxBytes) : broken(source, format, code, cause);
    }
  },
};

function tooLarge(source: string, maxBytes: number): OperatorError {
  return new OperatorError(
    'document-invalid',
    `${source} holds more than ${maxBytes} bytes when decompressed.`,
    'No document of Tidegate is as large; do not trust where it is from.',
  );
}

function broken(source: string, format: string, code: string, cause: unknown): OperatorError {
  const problem = code === 'Z_BUF_ERROR' ? 'ends too early' : `is no ${format} file`;
  return new OperatorError(
    'document-invalid',
    `${source} ${problem} (${code}).`,
    'Fetch or write it again; it was cut, damaged, or is another kind of file.',
    cause,
  );
}
