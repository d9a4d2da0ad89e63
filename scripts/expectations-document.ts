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

| expectation | arguments | expects |
| --- | --- | --- |
${sections.join('\n')}
`;
}
