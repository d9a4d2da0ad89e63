export const COMPRESSIONS = ['brotli', 'gzip'] as const;
export type CompressionFormat = (typeof COMPRESSIONS)[number];

/** Bytes made small and large again; synchronous, for documents of a few megabytes. */
export interface Compression {
  compress(bytes: Uint8Array, format: CompressionFormat): Uint8Array;
  /** @throws OperatorError `document-invalid` for bytes that are cut or of another format, and where more than `maxBytes` would come out */
  decompress(
    bytes: Uint8Array,
    format: CompressionFormat,
    limits: { readonly maxBytes: number; readonly source: string },
  ): Uint8Array;
}
