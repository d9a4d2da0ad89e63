import { openData } from '@tidegate/core/adapters/open-data';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import type { SuiteExpectation } from '@tidegate/core/expectations/suite/expectation-suite';
import { parseSuite } from '@tidegate/core/expectations/suite/parse-suite';
import { validateExpectations } from '@tidegate/core/expectations/validate-expectations';
import { renderValidation } from '@tidegate/core/report/render-validation';
import { EXIT_CODES } from './exit-codes.ts';
import { followWork } from './follow-work.ts';
import { readText } from './read-file.ts';
import { refuseIdleFlags } from './refuse-idle-flags.ts';
import { writeOutput } from './write-file.ts';

export interface DataOptions {
  readonly suite: string;
  readonly key?: string;
  readonly as?: 'data' | 'evaluation';
  readonly other?: readonly string[];
  readonly out?: string;
  readonly threads?: number;
  readonly memory?: number;
  readonly format: 'json' | 'markdown';
}

/** Checks rows against a suite of expectations; gives the exit code. */
export async function validateData(files: readonly string[], options: DataOptions): Promise<number> {
  const { threads, memory, key, out } = options;
  const { suite: whole } = parseSuite(readText(options.suite, 'the suite'), options.suite);
  const isMeant = ({ on }: SuiteExpectation) => options.as === undefined || on === undefined || on === options.as;
  const suite = { ...whole, expectations: whole.expectations.filter(isMeant) };
  const named = (options.other ?? []).map(parseOther);
  refuseOtherTables(
    suite.expectations,
    named.map(({ name }) => name),
  );
  const { signal, onProgress, finish } = followWork(`Checking ${files[0] ?? ''}`);
  const memoryBytes = memory === undefined ? undefined : memory * 1024 ** 2;
  try {
    const { engine, relations, close } = await openData([files, ...named.map(({ data }) => data)], {
      signal,
      onProgress,
      threads,
      memoryBytes,
    });
    try {
      const [relation, ...tables] = relations;
      if (!relation) throw new Error('a reference has one relation');
      const now = new Date();
      const others = Object.fromEntries(tables.map((table, index) => [named[index]?.name ?? '', table]));
      const request = { engine, relation, suite, now, others, keyColumn: key, signal, onProgress };
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

/** @throws OperatorError `input-invalid` for tables that were given and are not used, or used and not given */
function refuseOtherTables(expectations: readonly SuiteExpectation[], given: readonly string[]): void {
  const used = new Set(
    expectations.map(({ kwargs }) => kwargs['other_table']).filter((name) => typeof name === 'string'),
  );
  const missing = [...used].filter((name) => !given.includes(name));
  const spoken = missing.map((name) => JSON.stringify(name.slice(0, 60))).join(', ');
  if (missing.length > 0)
    throw new OperatorError(
      'input-invalid',
      `The expectations speak of ${missing.length === 1 ? 'a table that was' : 'tables that were'} not given: ${spoken}.`,
      `Give ${missing.length === 1 ? 'it' : 'them'} as ${missing.map((name) => `--other ${name.slice(0, 60)}=<file>`).join(' ')}.`,
    );
  const idle = given.filter((name) => !used.has(name));
  refuseIdleFlags(
    idle.map((name) => ({ flag: `--other ${name}=…`, given: name, why: 'no expectation speaks of that table' })),
  );
}

/** `customers=data/customers.csv`: a table that expectations speak of by name. */
function parseOther(text: string): { readonly name: string; readonly data: string } {
  const [, name, data] = /^([^=\s]+)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && data !== undefined) return { name, data };
  throw new OperatorError(
    'input-invalid',
    `--other ${JSON.stringify(text)} is no name with data.`,
    'Write it as customers=data/customers.csv.',
  );
}
