import { randomUUID } from 'node:crypto';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { parseTable } from '@tidegate/core/data/parse-table';
import { sha256 } from '@tidegate/core/digest';
import { renderDocument } from '@tidegate/core/document';
import { decideVerdict } from '@tidegate/core/gate/decide';
import { renderHeadline, renderMetrics, renderRules } from '@tidegate/core/report/render-verdict';
import { type Command, Option } from 'commander';
import { EXIT_CODES } from '../exit-codes.ts';
import { readInput, readText } from '../read-file.ts';

interface ValidateOptions {
  readonly candidate: string;
  readonly baseline?: string;
  readonly data: string;
  readonly model: string;
  readonly config: string;
  readonly format: 'json' | 'markdown';
}

/** `tidegate validate`: the gate, with the same answer as in CI. */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('Judge an ONNX file with the rules of tidegate.yml, on the held-out rows of a data set.')
    .requiredOption('--candidate <file>', 'ONNX file to judge')
    .option('--baseline <file>', 'ONNX file to compare with; without one, only thresholds are decided')
    .requiredOption('--data <file>', 'CSV file; its held-out rows are evaluated')
    .requiredOption('--model <name>', 'name of the model in tidegate.yml')
    .option('--config <file>', 'configuration', 'tidegate.yml')
    .addOption(
      new Option('--format <format>', 'what is written to standard output')
        .choices(['markdown', 'json'])
        .default('markdown'),
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 pass, 1 fail, 2 cannot tell, 3 bad input.\nExample: tidegate validate --candidate new.onnx --baseline old.onnx --data data/churn.csv --model churn',
    )
    .action(async (options: ValidateOptions) => {
      process.exitCode = await validate(options);
    });
}

async function validate(options: ValidateOptions): Promise<number> {
  const text = readText(options.config, 'the configuration');
  const model = findModel(parseConfig(text, options.config), options.model);
  const unknown = { commit: null, pullRequest: null, run: null };
  const { verdict } = await decideVerdict({
    runtime: createOnnxRuntime(),
    clock: { now: () => new Date(), id: randomUUID },
    modelName: options.model,
    model,
    table: await parseTable(readInput(options.data, 'the data'), options.data),
    candidate: { bytes: readInput(options.candidate, 'the candidate'), source: options.candidate, ...unknown },
    baseline:
      options.baseline === undefined
        ? undefined
        : {
            bytes: readInput(options.baseline, 'the baseline'),
            source: options.baseline,
            release: null,
            environment: null,
          },
    policy: { commit: null, digest: await sha256(text) },
  });
  const markdown = `## ${renderHeadline(verdict)}\n\n${renderMetrics(verdict)}\n\n${renderRules(verdict)}\n`;
  process.stdout.write(options.format === 'json' ? renderDocument(verdict) : markdown);
  return EXIT_CODES[verdict.outcome];
}
