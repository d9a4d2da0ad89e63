import * as z from 'zod';
import { OperatorError } from './errors.ts';

/** A versioned document that crosses a boundary. `kind` names it on the wire: `tidegate.run-record`. */
export interface DocumentDefinition<Schema extends z.ZodType> {
  readonly kind: string;
  readonly version: number;
  readonly schema: Schema;
}

/** Parses hostile JSON text into a document; refuses other kinds and unknown versions by name. */
export function parseDocument<Schema extends z.ZodType>(
  definition: DocumentDefinition<Schema>,
  text: string,
  source: string,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new OperatorError(
      'document-invalid',
      `${source} is not JSON, expected a ${definition.kind} document.`,
      'Write the document again; it was cut or edited.',
      cause,
    );
  }
  return checkDocument(definition, value, source);
}

/** As `parseDocument`, for a value that is parsed already. */
export function checkDocument<Schema extends z.ZodType>(
  definition: DocumentDefinition<Schema>,
  value: unknown,
  source: string,
): z.infer<Schema> {
  const head = z.looseObject({ kind: z.string(), version: z.number() }).safeParse(value);
  if (!head.success || head.data.kind !== definition.kind) {
    const found = head.success ? head.data.kind : 'no kind and version';
    throw new OperatorError(
      'document-invalid',
      `${source} is not a ${definition.kind} document (found ${JSON.stringify(found).slice(0, 80)}).`,
      `Give a file that Tidegate wrote with "kind": "${definition.kind}".`,
    );
  }
  if (head.data.version !== definition.version) {
    throw new OperatorError(
      'document-version-unknown',
      `${source} is a ${definition.kind} document of version ${head.data.version}; this Tidegate reads version ${definition.version}.`,
      'Use the Tidegate release that wrote it, or write the document again.',
    );
  }
  const result = definition.schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || '(document)'}: ${issue.message}`);
  throw new OperatorError(
    'document-invalid',
    `${source} is not a valid ${definition.kind} document: ${issues.slice(0, 10).join('; ').slice(0, 1500)}.`,
    `See schemas/${definition.kind.replace('tidegate.', '')}.schema.json for what is expected.`,
  );
}

/** JSON text with two-space indentation and a final newline, so that documents diff well. */
export function renderDocument(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
