import type { TablePart, TableSource } from './table.ts';

const MOST_CELLS = 2_000_000;

/** Reads a file once if it is small; a gate goes over its rows some ten times. Of a large one nothing is kept. */
export function rememberParts(source: TableSource, mostCells = MOST_CELLS): TableSource {
  let known: readonly TablePart[] | undefined;
  let isLarge = false;
  return {
    source: source.source,
    async *chunks(columns) {
      if (known) {
        yield* known;
        return;
      }
      let parts: TablePart[] = [];
      let cells = 0;
      // All columns, the first time: what is asked for next is not known.
      for await (const part of source.chunks(isLarge ? columns : undefined)) {
        cells += part.rows * part.header.length;
        isLarge ||= cells > mostCells;
        if (isLarge) parts = [];
        else parts.push(part);
        yield part;
      }
      if (!isLarge) known = parts;
    },
  };
}
