import { OperatorError } from '../errors.ts';
import { hideSecrets } from './hide-secrets.ts';

const LONGEST = 300;
const CHECK = 'Check that the file is whole, that it is what its ending says, and the names of its columns.';

/** DuckDB says what went wrong in words only: the kinds that it begins with, and phrases of its messages. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/not utf-?8|invalid (unicode|utf-?8)/i, 'Save it as UTF-8, for example with: iconv -f latin1 -t utf-8.'],
  [
    /^Invalid Input Error: Error when sniffing file/,
    'Look at its first lines: as many cells in each, quotes closed, and lines that all end alike (LF, or CR LF).',
  ],
  [
    /too small to be a Parquet|No magic bytes|metadata|footer/i,
    'The file is cut off or no Parquet: write it again, and compare its size.',
  ],
  [/^Permission Error/, 'A query or a condition may read its own rows only: no files, no network, no settings.'],
  [
    /Maximum line size|maximum_object_size|string longer than/i,
    'A cell holds many megabytes: leave out its column, or cut its texts.',
  ],
  [/one statement|U\+0000/, 'Write one condition or one SELECT.'],
  [/has duplicate key/, 'Write each key once in an object.'],
  [/^(Parser|Binder|Catalog) Error/, 'Check the names of the columns, and the SQL where some is given.'],
  [
    /^HTTP Error|^IO Error: (Connection|Could not establish|SSL)/i,
    'Check the address, the network, and the credentials in the environment.',
  ],
];

/** A Parquet file whose end is whole, and whose columns are not. */
const DAMAGED =
  /Could not read enough bytes|TProtocol|invalid TType|don't know what type|(snappy|gzip|zstd|lz4|brotli) (decompression|uncompress)/i;

/** What DuckDB threw, as something that a person can act on. */
export function explainDuckDb(cause: unknown, source: string, secrets: readonly string[]): OperatorError {
  if (cause instanceof OperatorError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const text = message.replace(/^Failed to [a-z ]+: /, '');
  // While rows are appended it leaves out the kind.
  if (/^(Out of Memory Error|could not allocate block)/.test(text))
    return new OperatorError(
      'engine-failed',
      `${source} does not fit into the memory that DuckDB may use: ${sayFirst(text, secrets)}`,
      'Give it more memory, or fewer columns at a time.',
    );
  // Every query of this file may fail alike: no answer of one is left open, the file is refused.
  if (DAMAGED.test(text))
    return new OperatorError(
      'data-unreadable',
      `${source} is damaged: ${sayFirst(text, secrets)}`,
      'The file is cut or was changed: write it again, and compare its size.',
    );
  const hint = HINTS.find(([pattern]) => pattern.test(text))?.[1] ?? CHECK;
  // The cause is left out where it could hold a secret.
  return new OperatorError(
    'data-invalid',
    `${source} cannot be read: ${sayFirst(text, secrets)}`,
    hint,
    secrets.length > 0 ? undefined : cause,
  );
}

/** The first line; of a CSV error also what went wrong there, but no line and no object of the file, which is a person's data. */
function sayFirst(text: string, secrets: readonly string[]): string {
  const [first = '', ...rest] = text.split('\n').map((line) => line.trim());
  const detail = /CSV Error on Line/.test(first)
    ? rest.find((line) => line !== '' && !/^(Original Line|Possible|file =)/.test(line))
    : undefined;
  const told = first.replace(/Object \{.*(?= has duplicate key)/, 'an object');
  return hideSecrets(detail ? `${told}: ${detail}` : told, secrets).slice(0, LONGEST);
}
