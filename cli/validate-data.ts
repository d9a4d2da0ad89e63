import { openData } from '@tidegate/core/adapters/open-data';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import type { SuiteExpectation } from '@tidegate/core/expectations/suite/expectation-suite';
import { suiteOf } from '@tidegate/core/expectations/suite/policy-suite';
import { validateExpectations } from '@tidegate/core/expectations/validate-expectations';
import { renderValidation } from '@tidegate/core/report/render-validation';
import { chooseExpectations } from './chosen-expectations.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { followWork } from './follow-work.ts';
import { refuseIdleFlags } from './refuse-idle-flags.ts';
import { writeOutput } from './write-file.ts';

export interface DataOptions {
  readonly suite?: string;
  readonly model?: string;
  readonly config?: string;
  readonly key?: string;
  readonly as?: 'data' | 'evaluation';
  readonly other?: readonly string[];
  readonly out?: string;
  readonly threads?: number;
  readonly memory?: number;
  readonly format: 'json' | 'markdown';
}

/** Checks rows against a suite of expectations; gives the exit code. */
export async function validateData(named: readonly string[], options: DataOptions): Promise<number> {
  const { threads, memory, key, out } = options;
  const { files, placed, tables, timeoutMs } = chooseExpectations(named, options);
  const suite = suiteOf(placed);
  const others = chooseTables(suite.expectations, (options.other ?? []).map(parseOther), tables);
  const { signal, onProgress, finish } = followWork(`Checking ${files[0] ?? ''}`);
  const memoryBytes = memory === undefined ? undefined : memory * 1024 ** 2;
  try {
    const { engine, relations, close } = await openData([files, ...others.map(({ data }) => data)], {
      signal,
      onProgress,
      threads,
      memoryBytes,
      timeoutMs,
    });
    try {
      const [relation, ...rest] = relations;
      if (!relation) throw new Error('a reference has one relation');
      const now = new Date();
      const known = Object.fromEntries(rest.map((table, index) => [others[index]?.name ?? '', table]));
      const request = { engine, relation, suite, now, others: known, keyColumn: key, signal, onProgress };
      const result = await validateExpectations(request);
      const text = options.format === 'json' ? renderDocument(result) : `${renderValidation(result)}\n`;
      writeOutput(out, text);
      return EXIT_CODES[result.outcome];
    } finally {
      await close();
    }
  } finally {
    finish();
  }
}

interface OtherTable {
  readonly name: string;
  readonly data: string;
}

/**
 * Those that expectations speak of; what a flag names goes before the model's.
 * @throws OperatorError `input-invalid` for tables that were given and are not used, or used and not given
 */
function chooseTables(
  expectations: readonly SuiteExpectation[],
  given: readonly OtherTable[],
  own: Readonly<Record<string, string>>,
): readonly OtherTable[] {
  const used = new Set(
    expectations.map(({ kwargs }) => kwargs['other_table']).filter((name) => typeof name === 'string'),
  );
  const known = new Map([...Object.entries(own), ...given.map(({ name, data }) => [name, data] as const)]);
  const missing = [...used].filter((name) => !known.has(name));
  const spoken = missing.map((name) => JSON.stringify(name.slice(0, 60))).join(', ');
  if (missing.length > 0)
    throw new OperatorError(
      'input-invalid',
      `The expectations speak of ${missing.length === 1 ? 'a table that was' : 'tables that were'} not given: ${spoken}.`,
      `Give ${missing.length === 1 ? 'it' : 'them'} as ${missing.map((name) => `--other ${name.slice(0, 60)}=<file>`).join(' ')}.`,
    );
  const idle = given.filter(({ name }) => !used.has(name));
  refuseIdleFlags(
    idle.map(({ name }) => ({ flag: `--other ${name}=…`, given: name, why: 'no expectation speaks of that table' })),
  );
  return [...known].flatMap(([name, data]) => (used.has(name) ? [{ name, data }] : []));
}

/** `customers=data/customers.csv`: a table that expectations speak of by name. */
function parseOther(text: string): OtherTable {
  const [, name, data] = /^([^=\s]+)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && data !== undefined) return { name, data };
  throw new OperatorError(
    'input-invalid',
    `--other ${JSON.stringify(text)} is no name with data.`,
    'Write it as customers=data/customers.csv.',
  );
}
