import { OperatorError } from '../errors.ts';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Looks at each piece of a CSV file for a quote within a cell that began without one. The engine takes it for a sign like the others,
 * the parser of small files refuses it: what a file says must not depend on its size.
 */
export function createQuoteCheck(delimiter: string, source: string): (piece: Uint8Array) => void {
  const mark = delimiter.charCodeAt(0);
  let isQuoted = false;
  let closedAt = -1;
  let last = LINE_FEED;
  let passed = 0;
  return (piece) => {
    for (let at = piece.indexOf(QUOTE); at >= 0; at = piece.indexOf(QUOTE, at + 1)) {
      const place = passed + at;
      const before = at > 0 ? piece[at - 1] : last;
      // The second of two quotes goes on with the cell; a byte order mark is three bytes.
      const begins =
        before === mark || before === LINE_FEED || before === CARRIAGE_RETURN || closedAt === place - 1 || place === 3;
      if (!isQuoted && !begins) throw quoteInside(source, place);
      if (isQuoted) closedAt = place;
      isQuoted = !isQuoted;
    }
    passed += piece.length;
    last = piece.at(-1) ?? last;
  };
}

function quoteInside(source: string, place: number): OperatorError {
  return new OperatorError(
    'data-invalid',
    `${source} is not valid CSV: byte ${place + 1} is a quote inside a cell that did not begin with one.`,
    'Quote cells that hold quotes, and write each of theirs twice: "a ""b""".',
  );
}
