import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { openExpectedData } from '@tidegate/core/adapters/expected-data';
import { createGateTools } from '@tidegate/core/adapters/gate-tools';
import { openTable } from '@tidegate/core/adapters/load-table';
import { RULE_KINDS } from '@tidegate/core/config/gate-rules';
import type { TableSource } from '@tidegate/core/data/table';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { decideVerdict } from '@tidegate/core/gate/decide';
import { explainRule } from '@tidegate/core/gate/rules';
import { logged } from '@tidegate/core/report/escape';
import { renderLocalVerdict } from '@tidegate/core/report/render-verdict';
import { parseFrameworkPredictions } from '@tidegate/core/run/predictions';
import { adviseOnTask } from './advise-on-task.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { ModelOfFlags } from './model-of-flags.ts';
import { readBaselineModel } from './read-baseline.ts';
import { readText } from './read-file.ts';
import { readModelFile, readSeedModels } from './read-model-file.ts';
import { readPolicy } from './read-policy.ts';
import { idleFlags, refuseIdleFlags } from './refuse-idle-flags.ts';
import { speakInFlags } from './speak-in-flags.ts';
import { noteTrainedRows } from './trained-rows.ts';
import { CONFIG, refuseIdleOptions, refusePredictions, type ValidateOptions } from './validate-options.ts';

/** Prints what a rule does. */
export function explain(rule: string, { explain: _, format, ...others }: Partial<ValidateOptions> = {}): number {
  const isJson = format === 'json';
  refuseIdleFlags(
    idleFlags({ ...others, ...(isJson && { format }) }, '--explain says what a rule does and judges nothing'),
  );
  const kind = RULE_KINDS.find((known) => known === rule);
  if (!kind) {
    const hint = `There are: ${RULE_KINDS.join(', ')}.`;
    throw new OperatorError('input-invalid', `There is no rule ${JSON.stringify(rule)}.`, hint);
  }
  process.stdout.write(explainRule(kind));
  return EXIT_CODES.pass;
}

/** Judges the files that were named; gives the exit code. */
export function validate(options: ValidateOptions): Promise<number> {
  return options.model === undefined ? speakInFlags(FLAGS, () => judge(options)) : judge(options);
}

const FLAGS = ['target', 'positive', 'features'];

async function judge(options: ValidateOptions): Promise<number> {
  const { candidate, data, baseline } = required(options);
  refuseIdleOptions(options);
  const clock = { now: () => new Date(), id: randomUUID };
  const workspace = dirname(resolve(options.config ?? CONFIG));
  const onLine = (line: string) => process.stderr.write(logged(`${line}\n`));
  const tools = createGateTools({ clock, workspace, environment: process.env, onLine });
  const file = readModelFile(candidate, 'the candidate');
  const seeds = readSeedModels(options.seedModel ?? [], candidate);
  const table = openTable(createDuckDb(), data, data);
  const nothing = { baseline: undefined, lost: undefined };
  const compared = baseline === undefined ? nothing : await readBaselineModel(baseline, process.env);
  const { model, policy, isMatrix, notes, guess, positiveGuessed } = await readPolicy(options, {
    table,
    tools,
    file,
    compared,
  });
  for (const note of notes) onLine(note);
  refusePredictions(options, model);
  const trained = await noteTrainedRows(options, model, { file: data, workspace });
  const unknown = { commit: null, pullRequest: null, run: null };
  const { verdict } = await adviseOnTask(guess, async () =>
    decideVerdict({
      tools,
      modelName: options.model ?? basename(candidate),
      model,
      ...chooseRows(options, model, table, workspace),
      validation: openValidation(model, workspace),
      candidate: { ...file, ...unknown, seeds },
      baseline: compared.baseline,
      lostBaseline: compared.lost?.message,
      policy: { commit: null, ...policy },
      notes: trained,
      expected:
        options.model === undefined
          ? undefined
          : await openExpectedData({
              workspace,
              modelName: options.model,
              model,
              configFile: basename(options.config ?? CONFIG),
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
      guessed: { taskFrom: guess?.from, positive: positiveGuessed },
    }),
  );
  const { numeric, categorical } = model.data.features;
  const markdown = () =>
    renderLocalVerdict(verdict, { source: data, features: [...numeric, ...categorical], isMatrix });
  if (!process.stdout.isTTY) for (const { message } of trained) onLine(`Warning: ${message}`);
  process.stdout.write(options.format === 'json' ? renderDocument(verdict) : markdown());
  return EXIT_CODES[verdict.outcome];
}

function openValidation({ data: { validation } }: ModelOfFlags['model'], workspace: string): TableSource | undefined {
  return validation === undefined ? undefined : openTable(createDuckDb(), join(workspace, validation), validation);
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
  { data }: ModelOfFlags['model'],
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
