import { markdownTable } from 'markdown-table';
import type { DriftReport } from '../drift/drift-report.ts';
import type { DriftDecision } from '../drift/finding.ts';
import type { ChunkDrift, PartDrift, SegmentDrift } from '../drift/part-drift.ts';
import { haveDrifted } from './drift-decisions.ts';
import { code } from './escape.ts';
import { fold } from './fold.ts';
import { listDrifted } from './list-drifted.ts';
import { count } from './numbers.ts';

export const DECISIONS: Readonly<Record<DriftDecision, string>> = {
  drift: '🔴 drift',
  none: '🟢 none',
  'cannot-tell': '⚪ cannot tell',
};
/** Rows of tables: a comment of GitHub has an end. */
const SHOWN = 24;
const MOST_FOLDED = 24;
const MOST_SEGMENTS = 30;
const WRITTEN = {
  name: (column: string) => code(column, 40),
  effect: (effect: number) => String(Number(effect.toPrecision(2))),
};

/** What the parts of a window say, each as a table: segments, then chunks of time. */
export function renderDriftParts({ segments = [], chunks }: DriftReport): readonly string[] {
  const most = Math.floor(MOST_SEGMENTS / Math.max(1, segments.length));
  return [...segments.map((each) => renderSegments(each, most)), ...(chunks ? [renderChunks(chunks)] : [])];
}

/** What has drifted is shown first where not everything can be. */
function renderSegments({ column, parts }: SegmentDrift, most: number): string {
  if (parts.length === 0)
    return `### By ${code(column, 80)}\n\nThe profile of the reference has no such segments: release the model again.`;
  const isDrift = ({ outcome }: PartDrift) => outcome === 'drift';
  const order = parts.length <= most ? parts : parts.toSorted((left, right) => +isDrift(right) - +isDrift(left));
  const rows = order
    .slice(0, most)
    .map((part) => [
      part.kind === 'value' ? code(part.name, 40) : part.name,
      count(part.rows),
      count(part.referenceRows),
      ...cellsOf(part),
    ]);
  const table = markdownTable([['segment', 'rows', 'reference rows', 'decision', 'drifted'], ...rows], {
    align: ['l', 'r', 'r', 'l', 'l'],
    alignDelimiters: false,
  });
  const left = parts.length - rows.length;
  const drifted = parts.filter(isDrift).length;
  return `### By ${code(column, 80)}: ${drifted} of ${parts.length} ${haveDrifted(drifted)}\n\n${table}${left > 0 ? `\n\n… and ${left} more` : ''}`;
}

/** The newest in sight, those before them folded. */
function renderChunks({ column, by, untimed, parts }: ChunkDrift): string {
  const length = typeof by === 'number' ? `${count(by)} rows` : by;
  const [older, newer] = [parts.slice(0, -SHOWN), parts.slice(-SHOWN)];
  const folded = older.slice(-MOST_FOLDED);
  const untold =
    untimed > 0
      ? `\n\n${untimed === 1 ? '1 row has no time; it is in no chunk.' : `${count(untimed)} rows have no time; they are in no chunk.`}`
      : '';
  const earlier =
    older.length > 0
      ? `\n\n${fold(`${older.length} before them${older.length > folded.length ? `, the newest ${folded.length}` : ''}`, tableOf(folded))}`
      : '';
  const drifted = parts.filter(({ outcome }) => outcome === 'drift').length;
  return `### By ${length} of ${code(column, 80)}: ${drifted} of ${parts.length} ${haveDrifted(drifted)}\n\n${tableOf(newer)}${earlier}${untold}`;
}

function tableOf(parts: readonly PartDrift[]): string {
  const rows = parts.map((part) => [part.name, count(part.rows), ...cellsOf(part)]);
  return markdownTable([['from', 'rows', 'decision', 'drifted'], ...rows], {
    align: ['l', 'r', 'l', 'l'],
    alignDelimiters: false,
  });
}

function cellsOf(part: PartDrift): readonly [string, string] {
  return [DECISIONS[part.outcome], listDrifted(part, WRITTEN)];
}
