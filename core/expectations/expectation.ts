import * as z from 'zod';
import type { Step } from './step.ts';
import type { TableContext } from './table-context.ts';

/** An expectation with its arguments, ready to be asked of a table. */
export interface PreparedExpectation {
  /** Columns that it speaks of and that must be there. */
  readonly columns: readonly string[];
  /** What is expected, for a sentence: "values between 0 and 120". */
  readonly claim: string;
  readonly plan: (context: TableContext) => Step;
}

/** A name of the catalog: its arguments, what it says, how it is checked. */
export interface Expectation {
  readonly type: string;
  /** One sentence on what it expects. */
  readonly summary: string;
  readonly kwargs: z.ZodObject;
  readonly prepare: (kwargs: unknown) => PreparedExpectation;
}

interface Definition<Kwargs extends z.ZodObject> {
  readonly type: string;
  readonly summary: string;
  readonly kwargs: Kwargs;
  /** The arguments `column`, `column_A`, `column_B` and `column_list` where it is not given. */
  readonly columns?: (kwargs: z.output<Kwargs>) => readonly string[];
  readonly claim: (kwargs: z.output<Kwargs>) => string;
  readonly plan: (kwargs: z.output<Kwargs>, context: TableContext) => Step;
}

/** Declares an expectation of the catalog; its arguments are typed by their schema. */
export function defineExpectation<Kwargs extends z.ZodObject>(definition: Definition<Kwargs>): Expectation {
  const { type, summary, kwargs: schema, columns = namedColumns, claim, plan } = definition;
  return {
    type,
    summary,
    kwargs: schema,
    prepare: (value) => {
      const kwargs = schema.parse(value);
      return { columns: columns(kwargs), claim: claim(kwargs), plan: (context) => plan(kwargs, context) };
    },
  };
}

const Named = z.looseObject({
  column: z.string().optional(),
  column_A: z.string().optional(),
  column_B: z.string().optional(),
  column_list: z.array(z.string()).optional(),
});

function namedColumns(kwargs: unknown): readonly string[] {
  const { column, column_A, column_B, column_list = [] } = Named.parse(kwargs);
  return [column, column_A, column_B, ...column_list].filter((name) => name !== undefined);
}
