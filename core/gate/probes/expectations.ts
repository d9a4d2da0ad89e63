import type { DataExpectationsRule } from '../../config/gate-rules.ts';
import { OperatorError } from '../../errors.ts';
import { expectedOf, suiteOf } from '../../expectations/suite/policy-suite.ts';
import { validateExpectations } from '../../expectations/validate-expectations.ts';
import type { ExpectationResult, ExpectationStatus } from '../../expectations/validation-result.ts';
import { hideValues } from '../../sql/hide-values.ts';
import type { ExpectationsFact } from '../facts.ts';
import type { ExpectedData, ExpectedFile, GateTools, VerdictRequest } from '../verdict-request.ts';

const MOST_OPEN = 50;
const LONGEST_REASON = 500;
const ORDER: readonly ExpectationStatus[] = ['fail', 'cannot-tell', 'warn', 'pass'];
const NONE = { pass: 0, warn: 0, fail: 0, 'cannot-tell': 0 };

/** Asks each file that a rule names what the policy expects of it. */
export async function measureExpectations(
  rules: readonly DataExpectationsRule[],
  { tools, expected }: Pick<VerdictRequest, 'tools' | 'expected'>,
): Promise<ExpectationsFact[]> {
  const roles = new Set(rules.flatMap(({ on }) => on));
  const facts: ExpectationsFact[] = [];
  for (const file of expected?.files ?? [])
    if (expected && roles.has(file.role)) facts.push(await measureFile(file, expected, tools));
  return facts;
}

async function measureFile(
  file: ExpectedFile,
  expected: ExpectedData,
  { clock, openRows }: GateTools,
): Promise<ExpectationsFact> {
  const { role, path, isChanged, source } = file;
  const nothing = { role, path, isChanged, rows: null, counts: NONE, open: [] };
  if ('unread' in source) return { ...nothing, unread: source.unread.slice(0, LONGEST_REASON) };
  const placed = expectedOf(expected.expectations, role);
  const lost = findLost(expected);
  if (lost !== undefined) return { ...nothing, unread: lost.slice(0, LONGEST_REASON) };
  const tables = tablesFor(file, expected);
  const references = [source.reference, ...tables.map(({ reference }) => reference)];
  try {
    const { engine, relations, close } = await openRows(references, { timeoutMs: expected.timeoutMs });
    try {
      const [relation, ...others] = relations;
      if (!relation) throw new Error('a reference has one relation');
      const { rows, counts, results } = await validateExpectations({
        engine,
        relation: { ...relation, source: path },
        suite: suiteOf(placed),
        now: clock.now(),
        others: Object.fromEntries(others.map((other, index) => [tables[index]?.name ?? '', other])),
      });
      const open = results
        .filter(({ status }) => status !== 'pass')
        .sort((left, right) => ORDER.indexOf(left.status) - ORDER.indexOf(right.status))
        .slice(0, MOST_OPEN)
        .map((result) => ({ ...openOf(result), ...placeOf(placed[result.index]) }));
      return { ...nothing, rows, counts, open, unread: null };
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return {
      ...nothing,
      unread: hideValues(withoutFolders(error.message, expected)).slice(0, LONGEST_REASON),
    };
  }
}

/** The other files of the model, and those that the policy names. */
function tablesFor({ role }: ExpectedFile, { files, tables }: ExpectedData) {
  const own = files.flatMap(({ role: name, source }) =>
    name !== role && 'reference' in source ? [{ name, reference: source.reference }] : [],
  );
  const named = Object.entries(tables).flatMap(([name, source]) =>
    'reference' in source ? [{ name, ...source }] : [],
  );
  return [...own, ...named];
}

/** Rows that are compared with other rows than the merge would leave would tell nothing. */
function findLost({ tables }: ExpectedData): string | undefined {
  const [lost] = Object.entries(tables).flatMap(([name, source]) =>
    'unread' in source ? [`the table ${name} of data.tables: ${source.unread}`] : [],
  );
  return lost;
}

function openOf(result: ExpectationResult) {
  const { type, columns, severity, status, observed, unexpectedCount, unexpectedPercent, sentence } = result;
  return { type, columns, severity, status, observed, unexpectedCount, unexpectedPercent, sentence };
}

function placeOf(placed: { readonly file: string; readonly line: number } | undefined) {
  return { file: placed?.file ?? '', line: placed?.line ?? 1 };
}

/** Messages name a file by where it lies on this machine, which is nobody's business. */
function withoutFolders(message: string, { files, tables }: ExpectedData): string {
  const named = [...files.map(({ path, source }) => [path, source] as const), ...Object.entries(tables)];
  return named.reduce(
    (text, [name, source]) => ('reference' in source ? text.replaceAll(source.reference, name) : text),
    message,
  );
}
