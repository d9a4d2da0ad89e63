import { createReadStream } from 'node:fs';
import { createQuoteCheck } from './check-quotes.ts';

/** A CSV file that is not packed, read once before the engine reads it. @throws OperatorError `data-invalid` */
export async function checkCsv(path: string, source: string, delimiter: string): Promise<void> {
  const check = createQuoteCheck(delimiter, source);
  for await (const piece of createReadStream(path, { highWaterMark: 1024 ** 2 })) check(piece as Uint8Array);
}
