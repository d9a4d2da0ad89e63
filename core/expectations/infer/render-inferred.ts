import { count } from '../words.ts';
import type { InferredSuite } from './infer-suite.ts';
import type { Inferred } from './inferred.ts';

/** The suite as YAML that people read and change: the same data give the same bytes. */
export function renderInferred({ source, rows, table, columns }: InferredSuite): string {
  const sections = [
    section('The table', table),
    ...columns.map(({ name, seen, expectations }) => section(`${quote(name)}: ${seen}`, expectations)),
  ];
  return `# Inferred by \`tidegate data infer\` from ${quote(source)}: ${count(rows)} rows, ${count(columns.length)} columns.
# Read it and change it: these rows show what is usual, and only you know what is right.
kind: tidegate.expectation-suite
version: 1
expectations:
${sections.join('\n\n')}
`;
}

/** How many expectations there are. */
export function countInferred({ table, columns }: InferredSuite): number {
  return columns.reduce((total, { expectations }) => total + expectations.length, table.length);
}

function section(title: string, expectations: readonly Inferred[]): string {
  return [`  # ${title}`, ...expectations.map(entry)].join('\n');
}

function entry({ type, kwargs, severity, why }: Inferred): string {
  const given = Object.entries(kwargs).map(([key, value]) => `${key}: ${flow(value)}`);
  return [
    ...(why === undefined ? [] : [`  # ${why}`]),
    `  - type: ${type}`,
    ...(given.length > 0 ? [`    kwargs: { ${given.join(', ')} }`] : []),
    ...(severity === undefined ? [] : [`    severity: ${severity}`]),
  ].join('\n');
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  return typeof value === 'string' ? quote(value) : String(value);
}

/** JSON's text is YAML's, once the signs are escaped that YAML takes for the end of a line or for none at all. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
