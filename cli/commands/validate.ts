import { RULE_KINDS } from '@tidegate/core/config/gate-rules';
import { Task } from '@tidegate/core/config/task';
import { type Command, Option } from 'commander';
import type { ValidateOptions } from '../validate-options.ts';
import { list } from './profile.ts';

const EXAMPLES = `
Rules: with --model those of tidegate.yml. With --target and a baseline the defaults of the task: a proven loss of roc_auc or
log_loss (binary), accuracy or log_loss (several classes), f1_macro (several labels), root_mean_squared_error (regression) or
ndcg@10 (ranking) against the baseline fails. With --target alone there are none: the model is measured and not judged, and the
exit code is 0.
Exit codes: 0 pass, or measured without rules, 1 fail, 2 cannot tell, 3 bad input.
Example: tidegate validate --candidate new.onnx --baseline old.onnx --data data/churn.csv --model churn
         tidegate validate --candidate new.onnx --baseline release:churn@1.0.0 --data holdout.csv --target churn --positive yes
         tidegate validate --candidate seed-7.onnx --seed-model seed-8.onnx --seed-model seed-9.onnx --data data/churn.csv --model churn
         tidegate validate --explain non-inferior`;

/** `tidegate validate`: the gate, with the same answer as in CI. */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('Judge an ONNX file: with the rules of tidegate.yml, or with --target alone on all rows of a file.')
    .option('--candidate <file>', 'ONNX file to judge')
    .option('--baseline <file>', 'ONNX file, or release:<model>@<version>; without one nothing is compared')
    .option(
      '--seed-model <file>',
      "ONNX file of the candidate's configuration trained with another seed; may be repeated",
      (file: string, files: readonly string[] = []) => [...files, file],
    )
    .option('--data <file>', 'CSV, TSV (both also .gz), Parquet, JSON lines or a JSON array')
    .option('--model <name>', 'name of the model in tidegate.yml')
    .option('--config <file>', 'configuration that --model is in; tidegate.yml by default')
    .option('--target <column>', 'without a policy: column of the true labels or values')
    .option('--positive <label>', 'without a policy: label that counts as positive')
    .addOption(new Option('--task <task>', 'without a policy: what is predicted').choices(Task.options))
    .option('--features <names>', 'without a policy: columns that the model reads, in its order, with commas', list)
    .addOption(
      new Option(
        '--rows <rows>',
        'which rows of the file are evaluated; by default those that the policy holds out, or all where it names data.evaluation and without a policy',
      ).choices(['holdout', 'all']),
    )
    .option('--seed <number>', 'seed of the bootstrap; evaluation.seed by default')
    .option('--predictions <file>', 'predictions.json of the training framework, for the rule parity')
    .option('--explain <rule>', `say what a rule does: ${RULE_KINDS.join(', ')}`)
    .addOption(
      new Option('--format <format>', 'what is written to standard output')
        .choices(['markdown', 'json'])
        .default('markdown'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (options: ValidateOptions) => {
      // Engines are loaded when there is something to judge: --help should not wait for them.
      const { explain, validate } = await import('../validate-model.ts');
      process.exitCode = options.explain === undefined ? await validate(options) : explain(options.explain, options);
    });
}
