// How often drift is called where there is none, and found where there is, at the default settings.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import type { Columns } from '@tidegate/core/ports/model-runtime';
import { countColumnsAgainst, profileColumns } from '@tidegate/core/profile/profile-columns';
import { askPeers, type PeerAnswer } from './drift/ask-peers.ts';
import { CHANGES, type Change, drawRows } from './drift/populations.ts';
import { setup } from './python.ts';

const { values: options } = parseArgs({
  options: {
    trials: { type: 'string', default: '400' },
    reference: { type: 'string', default: '100000' },
    /** Windows that other tools are asked about, which are slower. */
    'peer-trials': { type: 'string', default: '100' },
    seed: { type: 'string', default: '7' },
    out: { type: 'string', default: 'docs/drift-noise.md' },
  },
});
const REFERENCE = Number(options.reference);
const TOOLS = { evidently: 'Evidently', nannyml: 'NannyML', tests: 'KS and chi-square' };
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

const changedColumns = { none: () => true, shift: isNumber, category: (name: string) => !isNumber(name) };
function isNumber(name: string): boolean {
  return !name.startsWith('categories');
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const ours: string[] = [];
const peers: string[] = [];
let versions: PeerAnswer['versions'] = {};
setup();
for (const rows of SIZES) {
  const all = Number(options.trials);
  const trials = Math.max(10, Math.min(all, Math.round((all * 2_000) / rows)));
  const cells: string[] = [];
  const theirs: PeerAnswer[] = [];
  for (const change of CHANGES) {
    let [alarms, found] = [0, 0];
    const changed = Object.keys(columns).filter(changedColumns[change]).length;
    for (let trial = 0; trial < trials; trial += 1) {
      const { alarm, drifted } = judge(rows, 1000 + trial, change);
      alarms += Number(alarm) / trials;
      found += drifted.filter(({ column }) => changedColumns[change](column)).length / changed / trials;
    }
    cells.push(percent(alarms), ...(change === 'none' ? [] : [percent(found)]));
    const asked = Math.min(
      trials,
      Math.max(4, Math.round((Number(options['peer-trials']) * 10_000) / Math.max(rows, 10_000))),
    );
    theirs.push(askPeers(columns, drawWindows(rows, asked, change)));
  }
  ours.push(`| ${rows.toLocaleString('en-US')} | ${trials} | ${cells.join(' | ')} |`);
  process.stdout.write(`${ours.at(-1)}\n`);
  for (const tool of ['evidently', 'nannyml', 'tests'] as const) peers.push(peerLine(rows, tool, theirs));
  process.stdout.write(`${peers.slice(-3).join('\n')}\n`);
  versions = theirs[0]?.versions ?? versions;
}

function* drawWindows(rows: number, count: number, change: Change): Generator<Columns> {
  for (let trial = 0; trial < count; trial += 1) yield drawRows(rows, 1000 + trial, change);
}

function peerLine(rows: number, tool: keyof PeerAnswer['answers'], theirs: readonly PeerAnswer[]): string {
  const names = Object.keys(columns);
  const cells = CHANGES.flatMap((change, index) => {
    const share = theirs[index]?.answers[tool];
    if (!share) return change === 'none' ? ['–'] : ['–', '–'];
    const found = share.columns.filter((_, place) => changedColumns[change](names[place] ?? ''));
    const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
    return change === 'none' ? [percent(share.any)] : [percent(share.any), percent(mean)];
  });
  return `| ${rows.toLocaleString('en-US')} | ${TOOLS[tool]} | ${cells.join(' | ')} |`;
}

const head = '| false alarm | shift: alarm | shift: found | category: alarm | category: found |';
writeFileSync(
  options.out,
  `# How often drift is called, and found

Made by \`node bench/drift-noise.ts --trials ${options.trials} --peer-trials ${options['peer-trials']}\`: windows of 20 columns (11 of numbers: normal, skewed,
zero-inflated, whole; 9 of 2 to 200 categories) against a reference of ${REFERENCE.toLocaleString('en-US')} rows, at the default settings but for \`min-rows: 1\`.

"False alarm" is the share of windows without any change of which a column was called drifted. Then every number is shifted by a tenth
of its standard deviation, or the first category of every categorical column gains ten points of a hundred: "alarm" is the share of
windows of which a column was called drifted, "found" the share of the changed columns that were. Asked of the defaults: at most 1 %
false alarms at every size, and 95 % found at 10,000 rows.

| rows | windows ${head}
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${ours.join('\n')}

## Others on the same windows

On the first of the windows (at most ${options['peer-trials']}), at their defaults: Evidently ${versions['evidently']} (distances ≥ 0.1 for a reference of this
size), NannyML ${versions['nannyml']} (Jensen-Shannon beyond the mean and three deviations of chunks of the reference; it has none where a
window is as large as half of the reference), and the tests of SciPy ${versions['scipy']} that many write themselves (Kolmogorov-Smirnov and
chi-square, p < 0.05, each column on its own).

| rows | tool ${head}
| ---: | --- | ---: | ---: | ---: | ---: | ---: |
${peers.join('\n')}
`,
);
