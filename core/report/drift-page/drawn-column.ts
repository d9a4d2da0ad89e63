import type { DecidedFinding } from '../../drift/decide-finding.ts';
import type { ColumnDrift } from '../../drift/drift-report.ts';
import type { DriftDecision } from '../../drift/finding.ts';
import { flatten } from '../escape.ts';
import { shareOfRest } from './share-of-rest.ts';

const MOST_FINDINGS = 10;
const MOST_CELLS = 24;
const LONGEST_LABEL = 40;

interface DrawnFinding {
  readonly what: string;
  readonly low: number;
  readonly high: number;
  readonly threshold: number;
  readonly noise: number | null;
  readonly p: number;
  readonly decision: DriftDecision;
  readonly words: string;
}

/** What the page's script draws where a row is opened: `page.js` reads these names. */
export interface DrawnColumn {
  readonly name: string;
  readonly findings: readonly DrawnFinding[];
  readonly moreFindings: number;
  /** True where the page has no room for the plot. */
  readonly isCut: boolean;
  readonly cells: {
    readonly labels: readonly string[];
    readonly reference: readonly number[];
    readonly now: readonly number[];
  } | null;
}

export function drawnColumn({ column, findings, shares }: ColumnDrift): DrawnColumn {
  const shown = findings.slice(0, MOST_FINDINGS);
  return {
    name: flatten(column, 120),
    findings: shown.map(drawnFinding),
    moreFindings: findings.length - shown.length,
    isCut: false,
    cells: shares && shares.labels.length > 0 ? drawnCells(shares) : null,
  };
}

/** The same with what its row itself needs only. */
export function cutColumn({ name, findings, moreFindings }: DrawnColumn): DrawnColumn {
  const kept = findings.slice(0, 1);
  return { name, findings: kept, moreFindings: moreFindings + findings.length - kept.length, isCut: true, cells: null };
}

/** Part and aspect in words: `length: out of range`. */
export function whatMoved({ part, aspect, measure }: DecidedFinding): string {
  const what = aspect === 'distribution' ? measure : aspect;
  return `${part === null ? '' : `${flatten(part, LONGEST_LABEL)}: `}${what.replaceAll('-', ' ')}`;
}

function drawnFinding(finding: DecidedFinding): DrawnFinding {
  const { effect, threshold, noiseFloor, correctedP, decision, message } = finding;
  const round = (value: number) => Number(value.toPrecision(4));
  return {
    what: whatMoved(finding),
    low: round(effect.low),
    high: round(effect.high),
    threshold: round(threshold),
    noise: noiseFloor === null ? null : round(noiseFloor),
    p: round(correctedP),
    decision,
    words: flatten(message, 300),
  };
}

function drawnCells({ labels, reference, current }: NonNullable<ColumnDrift['shares']>): DrawnColumn['cells'] {
  const cells = labels.map((label, index) => ({
    label: flatten(label, LONGEST_LABEL) || '(empty)',
    reference: reference[index] ?? 0,
    now: current[index] ?? 0,
  }));
  const kept = shareOfRest(cells, MOST_CELLS);
  const percent = (share: number) => Number((100 * share).toFixed(2));
  return {
    labels: kept.map(({ label }) => label),
    reference: kept.map((cell) => percent(cell.reference)),
    now: kept.map((cell) => percent(cell.now)),
  };
}
