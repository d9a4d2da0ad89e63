import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSuite } from '@tidegate/core/adapters/expected-data';
import { findIn } from '@tidegate/core/adapters/find-in';
import { DRIFT_DEFAULTS, type Drift } from '@tidegate/core/config/drift';
import type { DataRole } from '@tidegate/core/config/expectations';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { timeoutOf } from '@tidegate/core/config/schema';
import { OperatorError } from '@tidegate/core/errors';
import { parseSuite } from '@tidegate/core/expectations/suite/parse-suite';
import { type PlacedExpectation, placeAll, readPolicySuite } from '@tidegate/core/expectations/suite/policy-suite';
import { QUERY_TIMEOUT_MS } from '@tidegate/core/limits';
import { CONFIG_FILE } from '../shared/workspace.ts';

export interface DataInputs {
  readonly model?: string | undefined;
  readonly data?: string | undefined;
  readonly suite?: string | undefined;
  readonly base?: string | undefined;
  readonly head?: string | undefined;
  readonly 'query-timeout-minutes'?: number | undefined;
}

/** What is looked at, and what is expected of it. */
export interface DataPlan {
  readonly head: string;
  readonly base: string | undefined;
  readonly expectations: readonly PlacedExpectation[];
  /** Files from the root of a checkout; those of the model by their role. */
  readonly files: readonly { readonly path: string; readonly role: DataRole | undefined }[];
  readonly tables: Readonly<Record<string, string>>;
  readonly drift: Drift;
  readonly timeoutMs: number;
}

/** The base branch says what is expected, where it is checked out. @throws OperatorError `input-invalid`, `config-invalid` */
export function planCheck(workspace: string, inputs: DataInputs): DataPlan {
  const head = resolve(workspace, inputs.head ?? '.');
  const base = inputs.base === undefined ? undefined : resolve(workspace, inputs.base);
  const policy = base ?? head;
  const minutes = inputs['query-timeout-minutes'];
  const timeoutMs = minutes === undefined ? undefined : minutes * 60_000;
  const named = (inputs.data ?? '').split('\n').flatMap((line) => line.trim() || []);
  const suite = inputs.suite === undefined ? undefined : readOwnSuite(policy, inputs.suite);
  if (inputs.model === undefined) {
    if (!suite || named.length === 0)
      throw new OperatorError(
        'input-invalid',
        `Without a model, ${suite ? 'data is' : 'suite is'} needed.`,
        'Give the input model, or suite and data.',
      );
    const files = named.map((path) => ({ path, role: undefined }));
    return {
      head,
      base,
      expectations: suite,
      files,
      tables: {},
      drift: DRIFT_DEFAULTS,
      timeoutMs: timeoutMs ?? QUERY_TIMEOUT_MS,
    };
  }
  const text = readOrRefuse(policy, CONFIG_FILE, `There is no ${CONFIG_FILE} in ${inputs.base ?? 'the workspace'}.`);
  const { data, drift } = findModel(parseConfig(text, CONFIG_FILE), inputs.model);
  const readFile = (file: string) => readSuite(policy, file, CONFIG_FILE);
  const expectations = suite ?? readPolicySuite(data, { text, file: CONFIG_FILE, modelName: inputs.model, readFile });
  const roles: Readonly<Record<DataRole, string | undefined>> = { data: data.path, evaluation: data.evaluation };
  const own = [data.path, ...(data.evaluation === undefined ? [] : [data.evaluation])];
  const files = (named.length > 0 ? named : own).map((path) => ({
    path,
    role: path === roles.data ? ('data' as const) : path === roles.evaluation ? ('evaluation' as const) : undefined,
  }));
  const tables = {
    data: data.path,
    ...(data.evaluation !== undefined && { evaluation: data.evaluation }),
    ...data.tables,
  };
  const ownTimeoutMs = timeoutOf(data) ?? QUERY_TIMEOUT_MS;
  return { head, base, expectations, files, tables, drift, timeoutMs: timeoutMs ?? ownTimeoutMs };
}

function readOwnSuite(folder: string, file: string): readonly PlacedExpectation[] {
  const missing = `There is no suite ${file} in the checkout, or it is a link out of it.`;
  const { suite, lines } = parseSuite(readOrRefuse(folder, file, missing), file);
  return placeAll(suite.expectations, lines, file);
}

function readOrRefuse(folder: string, file: string, message: string): string {
  const advice = 'Check the repository out before this step, and the path.';
  const found = findIn(folder, file);
  if (found === undefined) throw new OperatorError('input-invalid', message, advice);
  try {
    return readFileSync(found, 'utf8');
  } catch (cause) {
    throw new OperatorError('input-invalid', message, advice, cause);
  }
}
