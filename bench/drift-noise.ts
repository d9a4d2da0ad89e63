// How often drift is called where there is none, and found where there is, at the default settings.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { countColumnsAgainst, profileColumns } from '@tidegate/core/profile/profile-columns';
import { type Change, drawRows } from './drift/populations.ts';

const { values: options } = parseArgs({
  options: {
    trials: { type: 'string', default: '400' },
    reference: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '7' },
    out: { type: 'string', default: 'docs/drift-noise.md' },
  },
});
const REFERENCE = Number(options.reference);
const SIZES = [100, 300, 1_000, 10_000, 100_000, 1_000_000];
const source = (name: string, rows: number) => ({ name, rows, digest: null });
const columns = drawRows(REFERENCE, Number(options.seed), 'none');
const reference = profileColumns({ model: null, columns, source: source('reference', REFERENCE) });
const clock = { now: () => new Date(0), id: () => 'bench' };

function judge(rows: number, seed: number, change: Change) {
  const window = drawRows(rows, seed, change);
  const current = countColumnsAgainst(reference, { model: null, columns: window, source: source('window', rows) });
  const settings = { ...DRIFT_DEFAULTS, 'min-rows': 1 };
  const report = compareProfiles({ reference, current, settings, clock });
  return { alarm: report.outcome === 'drift', drifted: report.columns.filter(({ decision }) => decision === 'drift') };
}

const lines: string[] = [];
for (const rows of SIZES) {
  const trials = Math.max(10, Math.min(Number(options.trials), Math.round((Number(options.trials) * 2_000) / rows)));
  const rates: Record<Change, number> = { none: 0, shift: 0, category: 0 };
  const perColumn: Record<Change, number> = { none: 0, shift: 0, category: 0 };
  for (const change of ['none', 'shift', 'category'] as const) {
    for (let trial = 0; trial < trials; trial += 1) {
      const { alarm, drifted } = judge(rows, 1000 + trial, change);
      rates[change] += Number(alarm) / trials;
      const asked = change === 'category' ? /^categories/ : /^(?!categories)/;
      const own = drifted.filter(({ column }) => change === 'none' || asked.test(column)).length;
      perColumn[change] += own / (change === 'none' ? 20 : change === 'shift' ? 11 : 9) / trials;
    }
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  lines.push(
    `| ${rows.toLocaleString('en-US')} | ${trials} | ${percent(rates.none)} | ${percent(rates.shift)} | ${percent(perColumn.shift)} | ${percent(rates.category)} | ${percent(perColumn.category)} |`,
  );
  process.stdout.write(`${lines.at(-1)}\n`);
}
writeFileSync(
  options.out,
  `# How often drift is called, and found

Made by \`node bench/drift-noise.ts --trials ${options.trials}\`: windows of 20 columns (11 of numbers: normal, skewed, zero-inflated, whole;
9 of 2 to 200 categories) against a reference of ${REFERENCE.toLocaleString('en-US')} rows, at the default settings but for \`min-rows: 1\`.

"False alarm" is the share of windows without any change that were called drift. Then every number is shifted by a tenth of its standard
deviation, or the first category of every categorical column gains ten points of a hundred: "alarm" is the share of windows called
drift, "found" that of the changed columns that were.

| rows | windows | false alarm | shift: alarm | shift: found | category: alarm | category: found |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}
`,
);
