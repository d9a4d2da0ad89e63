import { EXPECTATIONS } from '@tidegate/core/expectations/catalog';
import * as z from 'zod';

/** Every expectation with what it takes, from the catalog itself. */
export function renderExpectationsDocument(): string {
  const sections = EXPECTATIONS.map(({ type, summary, kwargs }) => {
    const schema = z.toJSONSchema(kwargs, { io: 'input', unrepresentable: 'any' });
    const required = new Set(schema.required ?? []);
    const names = Object.keys(schema.properties ?? {}).map((name) => (required.has(name) ? `**${name}**` : name));
    return `| \`${type}\` | ${names.join(', ').replaceAll('|', '\\|')} | ${summary.replaceAll('|', '\\|')} |`;
  });
  return `# Expectations

Written by \`npm run docs\` from the catalog. Names and meaning are Great Expectations'; arguments in bold are required. A suite is YAML or
JSON, or a suite of Great Expectations as it is:

\`\`\`yaml
kind: tidegate.expectation-suite
version: 1
expectations:
  - type: expect_column_values_to_not_be_null
    kwargs: { column: total_day_minutes, mostly: 0.99 }
    severity: warn
\`\`\`

\`tidegate data infer data.csv --out expectations.yml\` writes a first one. In \`tidegate.yml\` it is \`data.expectations\` of a model, a file or a
list as above; the gate's rule \`data-expectations\` asks the model's files for it. \`row-condition\` is SQL as after WHERE, \`segment\` a column for
each of whose values it must hold, \`on\` one of the model's files. \`other_table\` is \`data\`, \`evaluation\`, one of \`data.tables\`, or
\`--other name=file\` on the command line.

| expectation | arguments | expects |
| --- | --- | --- |
${sections.join('\n')}
`;
}
