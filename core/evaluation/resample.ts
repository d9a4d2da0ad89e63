import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Calls back once a replicate with how often each row was drawn (sum = rows). The same array is reused. */
export function resampleRows(options: {
  readonly rows: number;
  readonly replicates: number;
  readonly seed: number;
  readonly visit: (counts: Float64Array, replicate: number) => void;
}): void {
  const generator = xoroshiro128plus(options.seed);
  const counts = new Float64Array(options.rows);
  for (let replicate = 0; replicate < options.replicates; replicate += 1) {
    counts.fill(0);
    for (let draw = 0; draw < options.rows; draw += 1) {
      const row = uniformInt(generator, 0, options.rows - 1);
      counts[row] = (counts[row] ?? 0) + 1;
    }
    options.visit(counts, replicate);
  }
}
