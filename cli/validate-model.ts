import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { openExpectedData } from '@tidegate/core/adapters/expected-data';
import { createGateTools } from '@tidegate/core/adapters/gate-tools';
import { openTable } from '@tidegate/core/adapters/load-table';
import { RULE_KINDS } from '@tidegate/core/config/gate-rules';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import type { Model } from '@tidegate/core/config/schema';
import type { TableSource } from '@tidegate/core/data/table';
import { sha256 } from '@tidegate/core/digest';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { decideVerdict, type GateTools } from '@tidegate/core/gate/decide';
import { explainRule } from '@tidegate/core/gate/rules';
import { renderHeadline, renderMetrics, renderRules } from '@tidegate/core/report/render-verdict';
import { parseFrameworkPredictions } from '@tidegate/core/run/predictions';
import { EXIT_CODES } from './exit-codes.ts';
import { modelOfFlags } from './model-of-flags.ts';
import { readBaselineModel } from './read-baseline.ts';
import { readText } from './read-file.ts';
import { readModelFile, readSeedModels } from './read-model-file.ts';

export interface ValidateOptions {
  readonly candidate?: string;
  readonly baseline?: string;
  readonly seedModel?: readonly string[];
  readonly data?: string;
  readonly model?: string;
  readonly target?: string;
  readonly positive?: string;
  readonly task?: string;
  readonly config: string;
  readonly seed?: string;
  readonly rows?: 'all' | 'holdout';
  readonly predictions?: string;
  readonly explain?: string;
  readonly format: 'json' | 'markdown';
}

/** Prints what a rule does. */
export function explain(rule: string): number {
  const kind = RULE_KINDS.find((known) => known === rule);
  if (!kind) {
    const hint = `There are: ${RULE_KINDS.join(', ')}.`;
    throw new OperatorError('input-invalid', `There is no rule ${JSON.stringify(rule)}.`, hint);
  }
  process.stdout.write(explainRule(kind));
  return EXIT_CODES.pass;
}

/** Judges the files that were named; gives the exit code. */
export async function validate(options: ValidateOptions): Promise<number> {
  const { candidate, data, baseline } = required(options);
  const clock = { now: () => new Date(), id: randomUUID };
  const workspace = dirname(resolve(options.config));
  const onLine = (line: string) => process.stderr.write(`${line}\n`);
  const tools = createGateTools({ clock, workspace, environment: process.env, onLine });
  const file = readModelFile(candidate, 'the candidate');
  const seeds = readSeedModels(options.seedModel ?? [], candidate);
  const table = openTable(createDuckDb(), data, data);
  const { model, digest } = await readModel(options, table, tools, file);
  const nothing = { baseline: undefined, lost: undefined };
  const compared = baseline === undefined ? nothing : await readBaselineModel(baseline, process.env);
  const unknown = { commit: null, pullRequest: null, run: null };
  const { verdict } = await decideVerdict({
    tools,
    modelName: options.model ?? options.target ?? '',
    model,
    ...chooseRows(options, model, table, workspace),
    validation: openValidation(model, workspace),
    candidate: { ...file, ...unknown, seeds },
    baseline: compared.baseline,
    lostBaseline: compared.lost?.message,
    policy: { commit: null, digest },
    expected:
      options.model === undefined
        ? undefined
        : await openExpectedData({
            workspace,
            modelName: options.model,
            model,
            configFile: basename(options.config),
            named: { [model.data.evaluation === undefined ? 'data' : 'evaluation']: resolve(data) },
          }),
    predictions:
      options.predictions === undefined
        ? undefined
        : parseFrameworkPredictions(readText(options.predictions, 'the predictions'), options.predictions),
    readDocument: async (path) => {
      const document = join(workspace, path);
      return existsSync(document) ? readFileSync(document, 'utf8') : undefined;
    },
  });
  const markdown = `## ${renderHeadline(verdict)}\n\n${renderMetrics(verdict)}\n\n${renderRules(verdict)}\n`;
  process.stdout.write(options.format === 'json' ? renderDocument(verdict) : markdown);
  return EXIT_CODES[verdict.outcome];
}

function openValidation({ data: { validation } }: Model, workspace: string): TableSource | undefined {
  return validation === undefined ? undefined : openTable(createDuckDb(), join(workspace, validation), validation);
}

/** The policy's model; or one of the flags alone, where there is a target and no name of a model. */
async function readModel(
  options: ValidateOptions,
  table: TableSource,
  tools: GateTools,
  file: { readonly bytes: Uint8Array; readonly source: string },
): Promise<{ readonly model: Model; readonly digest: string }> {
  const { model: name, target, positive, task, baseline } = options;
  const seed = readSeed(options.seed);
  if (name !== undefined) {
    const text = readText(options.config, 'the configuration');
    const model = findModel(parseConfig(text, options.config), name);
    const evaluation = seed === undefined ? model.evaluation : { ...model.evaluation, seed };
    return { model: { ...model, evaluation }, digest: await sha256(text) };
  }
  const loaded = await tools.runtime.load(file.bytes, file.source);
  await loaded.release();
  const flags = { target: target ?? '', positive, task, seed: seed ?? 7, isCompared: baseline !== undefined };
  const model = await modelOfFlags(flags, table, loaded.signature);
  return { model, digest: await sha256(JSON.stringify(model)) };
}

function required(options: ValidateOptions) {
  const { candidate, data, model, target, baseline } = options;
  const missing = [
    ...(candidate === undefined ? ['--candidate'] : []),
    ...(data === undefined ? ['--data'] : []),
    ...(model === undefined && target === undefined ? ['--model (or --target)'] : []),
  ];
  if (candidate !== undefined && data !== undefined && missing.length === 0) return { candidate, data, baseline };
  throw new OperatorError('input-invalid', `${missing.join(', ')} missing.`, 'tidegate validate --help has examples.');
}

/** A policy that judges a file of its own judges all of it, and knows what was trained on; as in CI. */
function chooseRows(
  options: ValidateOptions,
  { data }: Model,
  table: TableSource,
  workspace: string,
): { readonly data: TableSource; readonly evaluation: TableSource | undefined } {
  const isOwnFile = data.evaluation !== undefined && options.rows === undefined;
  if (!isOwnFile) return { data: table, evaluation: evaluatesAll(options) ? table : undefined };
  const trained = join(workspace, data.path);
  return { data: existsSync(trained) ? openTable(createDuckDb(), trained, data.path) : table, evaluation: table };
}

/** A policy holds some rows of its data out; a file that is named without one is all evaluation. */
function evaluatesAll({ rows, model }: ValidateOptions): boolean {
  return rows === undefined ? model === undefined : rows === 'all';
}

function readSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed < 2 ** 31) return seed;
  throw new OperatorError('input-invalid', `--seed ${text}: expected a whole number from 0 to 2147483647.`, 'Mend it.');
}
