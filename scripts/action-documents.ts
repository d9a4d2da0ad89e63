import { markdownTable } from 'markdown-table';
import { stringify } from 'yaml';
import type * as z from 'zod';
import type { Contract, InputShape, OutputShape } from '../actions/shared/contract.ts';

export type AnyContract = Contract<z.ZodObject<InputShape>, z.ZodObject<OutputShape>>;

const START = '<!-- written by scripts/write-action-documents.ts -->';
const END = '<!-- end -->';

/** `action.yml` of an Action, as its contract says. */
export function renderActionYaml(contract: AnyContract): string {
  const outputs = Object.entries(contract.outputs.shape).map(([name, schema]) => [
    name,
    { description: describe(schema) },
  ]);
  const inputs = Object.entries(contract.inputs.shape).map(([name, schema]) => [
    name,
    { description: describe(schema), required: isRequired(schema) },
  ]);
  const action = {
    name: `Tidegate ${contract.name}`,
    description: contract.summary,
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs),
    runs: { using: 'node24', main: `../../dist/actions/${contract.name}.js` },
  };
  return `# Written by scripts/write-action-documents.ts from contract.ts.\n${stringify(action, { lineWidth: 0 })}`;
}

/** The README with its tables as the contract says; what a person wrote around them stays. */
export function renderActionReadme(contract: AnyContract, readme: string): string {
  const inputs = Object.entries(contract.inputs.shape).map(([name, schema]) => [
    `\`${name}\``,
    isRequired(schema) ? 'yes' : 'no',
    describe(schema),
  ]);
  const outputs = Object.entries(contract.outputs.shape).map(([name, schema]) => [`\`${name}\``, describe(schema)]);
  const tables = [
    START,
    markdownTable([['input', 'required', 'what'], ...inputs]),
    markdownTable([['output', 'what'], ...outputs]),
    END,
  ].join('\n\n');
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) return `# ${contract.name}\n\n${contract.summary}\n\n${tables}\n`;
  return `${before}${tables}${after}`;
}

function describe(schema: z.ZodType): string {
  return schema.description ?? '';
}

function isRequired(schema: z.ZodType): boolean {
  return !schema.safeParse(undefined).success;
}
