import { markdownTable } from 'markdown-table';
import { shortDigest } from '../digest.ts';
import type { RunRecord } from '../run/run-record.ts';
import { code } from './escape.ts';
import { fold } from './fold.ts';
import { count } from './numbers.ts';

const MOST_ROWS = 40;
type Facts = ReadonlyMap<string, string>;

/** Data sets that differ between the run of the candidate and that of production, as both jobs tell. */
export function renderData(run: RunRecord, baseline: RunRecord | undefined): readonly string[] {
  return renderDifferences('data', factsOfData(run), baseline && factsOfData(baseline));
}

/** Interpreter, framework, device, lock files …: what ran, where it differs. */
export function renderEnvironment(run: RunRecord, baseline: RunRecord | undefined): readonly string[] {
  return renderDifferences('environment', factsOfEnvironment(run), baseline && factsOfEnvironment(baseline));
}

function renderDifferences(what: string, own: Facts, before: Facts | undefined): readonly string[] {
  const names = [...new Set([...own.keys(), ...(before?.keys() ?? [])])];
  if (names.length === 0) return [];
  if (!before) {
    const rows = [...own].slice(0, MOST_ROWS).map(([name, value]) => [name, value]);
    return [fold(`The ${what} that the job names`, markdownTable([[what, 'candidate'], ...rows]))];
  }
  const changed = names.filter((name) => own.get(name) !== before.get(name));
  if (changed.length === 0) return [`<sub>The ${what} is that of production.</sub>`];
  const rows = changed.slice(0, MOST_ROWS).map((name) => [name, own.get(name) ?? '—', before.get(name) ?? '—']);
  const table = markdownTable([[what, 'candidate', 'production'], ...rows]);
  const left = changed.length - rows.length;
  const rest = left > 0 ? `\n\n… and ${left} more.` : '';
  return [fold(`The ${what} differs from production in ${changed.length} of ${names.length} facts`, `${table}${rest}`)];
}

function factsOfData({ dataSets }: RunRecord): Facts {
  const facts = ({
    name,
    uri,
    digest,
    rows,
    revision,
  }: RunRecord['dataSets'][number]): readonly (readonly [string, string])[] => [
    [`${code(name, 80)} digest`, code(shortDigest(digest))],
    [`${code(name, 80)} rows`, count(rows)],
    [`${code(name, 80)} from`, code(uri)],
    ...(revision === null ? [] : ([[`${code(name, 80)} revision`, code(revision, 80)]] as const)),
  ];
  return new Map(dataSets.flatMap(facts));
}

function factsOfEnvironment({ environment, command, seeds }: RunRecord): Facts {
  const { interpreter, platform, framework, device, cuda, driver, container, lockFiles } = environment;
  const named = { command, interpreter, platform, framework, device, CUDA: cuda, driver, container };
  return new Map([
    ...Object.entries(named).flatMap(([name, value]) => (value === null ? [] : [[name, code(value)] as const])),
    ...(seeds.length === 0 ? [] : [['seeds', code(seeds.join(', '))] as const]),
    ...lockFiles.map(({ path, digest }) => [`lock file ${code(path)}`, code(shortDigest(digest))] as const),
  ]);
}
