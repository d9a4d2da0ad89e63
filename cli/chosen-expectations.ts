import { basename, dirname, join, relative, resolve } from 'node:path';
import { readSuite } from '@tidegate/core/adapters/expected-data';
import type { DataRole } from '@tidegate/core/config/expectations';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { type DataSet, timeoutOf } from '@tidegate/core/config/schema';
import { OperatorError } from '@tidegate/core/errors';
import { parseSuite } from '@tidegate/core/expectations/suite/parse-suite';
import {
  expectedOf,
  type PlacedExpectation,
  placeAll,
  readPolicySuite,
} from '@tidegate/core/expectations/suite/policy-suite';
import { readText } from './read-file.ts';
import { idleFlags, refuseIdleFlags } from './refuse-idle-flags.ts';
import type { DataOptions } from './validate-data.ts';
import { CONFIG } from './validate-options.ts';

/** What is expected, and of which rows. */
export interface ChosenExpectations {
  readonly files: readonly string[];
  readonly placed: readonly PlacedExpectation[];
  /** Where the other tables of the model are, by the names that expectations give them. */
  readonly tables: Readonly<Record<string, string>>;
  readonly timeoutMs: number | undefined;
}

/** A suite of its own, or what `tidegate.yml` expects of the data of a model, as the gate reads it. @throws OperatorError */
export function chooseExpectations(files: readonly string[], options: DataOptions): ChosenExpectations {
  const { suite, model, config, as } = options;
  if ((suite === undefined) === (model === undefined))
    throw new OperatorError(
      'input-invalid',
      suite === undefined ? '--suite (or --model) missing.' : '--suite and --model both say what is expected.',
      'Give --suite with a file of expectations, or --model with a model of tidegate.yml; one of them.',
    );
  if (model !== undefined) return readModel(files, model, options);
  refuseIdleFlags(idleFlags({ config }, 'a policy is read for --model, which is not given'));
  if (files.length === 0)
    throw new OperatorError('input-invalid', 'Which data is checked is not said.', 'Name its files, or give --model.');
  const file = suite ?? '';
  const { suite: read, lines } = parseSuite(readText(file, 'the suite'), file);
  return { files, placed: ofRole(placeAll(read.expectations, lines, file), as), tables: {}, timeoutMs: undefined };
}

function readModel(
  files: readonly string[],
  modelName: string,
  { config = CONFIG, as }: DataOptions,
): ChosenExpectations {
  const text = readText(config, 'the configuration');
  const { data } = findModel(parseConfig(text, config), modelName);
  const workspace = dirname(resolve(config));
  const file = basename(config);
  const readFile = (path: string) => readSuite(workspace, path, file);
  const placed = readPolicySuite(data, { text, file, modelName, readFile });
  const own = ownFile(data, as);
  const inside = (path: string) => relative('.', join(workspace, path));
  const tables = {
    data: data.path,
    ...(data.evaluation !== undefined && { evaluation: data.evaluation }),
    ...data.tables,
  };
  return {
    files: files.length > 0 ? files : [inside(own)],
    placed: ofRole(placed, as ?? roleOf(files, data, inside)),
    tables: Object.fromEntries(Object.entries(tables).map(([name, path]) => [name, inside(path)])),
    timeoutMs: timeoutOf(data),
  };
}

function ownFile({ path, evaluation }: DataSet, as: DataRole | undefined): string {
  if (as !== 'evaluation') return path;
  if (evaluation !== undefined) return evaluation;
  throw new OperatorError(
    'input-invalid',
    'The model has no data.evaluation: its rows are held out of data.path.',
    'Leave --as out, or name the file.',
  );
}

/** Which file of the model was named; of another file all is expected. */
function roleOf(
  [named, ...others]: readonly string[],
  { path, evaluation }: DataSet,
  inside: (path: string) => string,
): DataRole | undefined {
  if (named === undefined) return 'data';
  if (others.length > 0) return undefined;
  if (resolve(named) === resolve(inside(path))) return 'data';
  return evaluation !== undefined && resolve(named) === resolve(inside(evaluation)) ? 'evaluation' : undefined;
}

function ofRole(placed: readonly PlacedExpectation[], role: DataRole | undefined): readonly PlacedExpectation[] {
  return role === undefined ? placed : expectedOf(placed, role);
}
