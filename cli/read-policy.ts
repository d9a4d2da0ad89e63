import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import type { TableSource } from '@tidegate/core/data/table';
import { sha256 } from '@tidegate/core/digest';
import { OperatorError } from '@tidegate/core/errors';
import type { GateTools, VerdictRequest } from '@tidegate/core/gate/decide';
import type { ModelFile } from '@tidegate/core/gate/model-file';
import type { DescribedModel } from './features-of-flags.ts';
import { type ModelOfFlags, modelOfFlags } from './model-of-flags.ts';
import type { ReadBaseline } from './read-baseline.ts';
import { readText } from './read-file.ts';
import { CONFIG, type ValidateOptions } from './validate-options.ts';

const SAID = { guess: undefined, positiveGuessed: false };

/** What is judged, as it was read. */
export interface Judged {
  readonly table: TableSource;
  readonly tools: GateTools;
  readonly file: ModelFile;
  readonly compared: ReadBaseline;
}

/** The policy's model; or one of the flags alone, where there is a target and no name of a model. @throws OperatorError */
export async function readPolicy(
  options: ValidateOptions,
  { table, tools, file, compared }: Judged,
): Promise<ModelOfFlags & { readonly policy: Omit<VerdictRequest['policy'], 'commit'> }> {
  const { model: name, target = '', positive, task, features, config = CONFIG } = options;
  const seed = readSeed(options.seed);
  if (name !== undefined) {
    const text = readText(config, 'the configuration');
    const model = findModel(parseConfig(text, config), name);
    const evaluation = seed === undefined ? model.evaluation : { ...model.evaluation, seed };
    const policy = { digest: await sha256(text) };
    return { model: { ...model, evaluation }, policy, isMatrix: model.onnx.input !== undefined, notes: [], ...SAID };
  }
  const isCompared = options.baseline !== undefined;
  const flags = { target, positive, task, features, seed: seed ?? 7, isCompared };
  const chosen = await modelOfFlags(flags, table, {
    candidate: await describeModel(tools, file),
    baseline: await describeBaseline(tools, compared.baseline),
  });
  const digest = await sha256(JSON.stringify(chosen.model));
  return { ...chosen, policy: { digest, rules: isCompared ? 'defaults' : 'none' } };
}

async function describeModel({ runtime }: GateTools, { bytes, source }: ModelFile): Promise<DescribedModel> {
  const { signature, release } = await runtime.load(bytes, source);
  await release();
  return { source, signature };
}

/** A release that does not load is found lost by the gate. */
async function describeBaseline(
  tools: GateTools,
  baseline: ReadBaseline['baseline'],
): Promise<DescribedModel | undefined> {
  if (!baseline) return undefined;
  try {
    return await describeModel(tools, baseline);
  } catch (error) {
    if (!(error instanceof OperatorError) || baseline.release === null) throw error;
    return undefined;
  }
}

function readSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed < 2 ** 31) return seed;
  throw new OperatorError('input-invalid', `--seed ${text}: expected a whole number from 0 to 2147483647.`, 'Mend it.');
}
