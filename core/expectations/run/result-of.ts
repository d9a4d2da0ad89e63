import type { PreparedExpectation } from '../expectation.ts';
import type { Finding } from '../finding.ts';
import type { SuiteExpectation } from '../suite/expectation-suite.ts';
import type { ExpectationResult, ExpectationStatus } from '../validation-result.ts';
import { number, quoted } from '../words.ts';

const LONGEST = 600;

interface Judged {
  readonly index: number;
  readonly expectation: SuiteExpectation;
  readonly prepared: PreparedExpectation;
  readonly segment: ExpectationResult['segment'];
  readonly finding: Finding;
  readonly samples: readonly string[];
}

/** What the document says of one expectation. */
export function resultOf({ index, expectation, prepared, segment, finding, samples }: Judged): ExpectationResult {
  const { type, kwargs, severity } = expectation;
  const { counts, observed = null } = finding;
  const present = counts ? counts.elements - counts.missing : 0;
  return {
    index,
    type,
    columns: [...new Set(prepared.columns)],
    kwargs: { ...kwargs },
    severity,
    rowCondition: expectation['row-condition'] ?? null,
    segment,
    status: statusOf(finding, severity),
    observed: typeof observed === 'object' && observed !== null ? observed.map(finite) : finite(observed),
    elementCount: counts?.elements ?? null,
    missingCount: counts?.missing ?? null,
    unexpectedCount: counts?.unexpected ?? null,
    unexpectedPercent: counts && present > 0 ? (100 * counts.unexpected) / present : null,
    sampleRows: [...samples],
    sentence: sentenceOf(prepared, segment, finding),
  };
}

/** JSON has no infinite numbers: they are words, as in suites. */
function finite<Value>(value: Value): Value | string {
  return typeof value === 'number' && !Number.isFinite(value) ? number(value) : value;
}

function statusOf({ success }: Finding, severity: 'fail' | 'warn'): ExpectationStatus {
  if (success === 'cannot-tell') return 'cannot-tell';
  return success ? 'pass' : severity;
}

function sentenceOf({ columns, claim }: PreparedExpectation, segment: Judged['segment'], { says }: Finding): string {
  const subject =
    columns.length > 0 ? `${columns.slice(0, 3).map(quoted).join(', ')}${columns.length > 3 ? ', …' : ''}: ` : '';
  const where = segment === null ? '' : ` where ${quoted(segment.column)} is ${segmentWords(segment)}`;
  return `${subject}expected ${claim}${where}; ${says}.`.slice(0, LONGEST);
}

function segmentWords({ value, isOther }: NonNullable<ExpectationResult['segment']>): string {
  if (isOther) return 'another value';
  return value === null ? 'missing' : quoted(value);
}
