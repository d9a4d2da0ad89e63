import type { Relation, SqlEngine } from '../../ports/sql-engine.ts';
import { lookForPersonal, type PersonalFinding } from '../personal/look-for-personal.ts';
import { PERSONAL_KINDS } from '../personal/personal-kinds.ts';
import { describeTable } from '../run/describe-table.ts';
import { type Query, runSteps } from '../run/run-steps.ts';
import { done } from '../step.ts';
import { count } from '../words.ts';
import { expectOfColumn } from './expect-of-column.ts';
import type { Inferred } from './inferred.ts';
import { type ColumnSurvey, surveyTable } from './survey-columns.ts';

/** What a reference suggests: of the table, and of each column. */
export interface InferredSuite {
  readonly source: string;
  readonly rows: number;
  readonly table: readonly Inferred[];
  readonly columns: readonly {
    readonly name: string;
    /** What was seen, in words: no value of the data. */
    readonly seen: string;
    readonly expectations: readonly Inferred[];
  }[];
}

export interface InferenceRequest {
  readonly engine: Pick<SqlEngine, 'dialect' | 'describe' | 'query'>;
  readonly relation: Relation;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Expectations that a reference meets, with slack. @throws OperatorError `data-invalid` for data that cannot be read */
export async function inferSuite({ engine, relation, signal, onProgress }: InferenceRequest): Promise<InferredSuite> {
  const query: Query = (sql, mostRows) => engine.query(sql, { signal, onProgress, mostRows });
  const table = await describeTable(engine, relation);
  const survey = await surveyTable(table, engine.dialect, query);
  const { rows } = survey;
  let personal: readonly PersonalFinding[] = [];
  const step = lookForPersonal(
    { columns: table.columns, kinds: PERSONAL_KINDS, leastShare: 0, dialect: engine.dialect },
    (found) => {
      personal = found;
      return done({ success: true, says: '' });
    },
  );
  await runSteps(
    [{ scope: { from: table.from, numbered: undefined, segmentCode: undefined }, code: undefined, step }],
    query,
  );
  return {
    source: relation.source,
    rows,
    table: expectOfTable(
      table.columns.map(({ name }) => name),
      rows,
      survey.hasEqualRows,
      [...new Set(personal.map(({ column }) => column))],
    ),
    columns: survey.columns.map((one) => {
      const looks = personal.filter(({ column }) => column === one.column.name);
      return {
        name: one.column.name,
        seen: sayColumn(one, rows, looks),
        expectations: expectOfColumn(one, rows, looks.length > 0),
      };
    }),
  };
}

function expectOfTable(
  columns: readonly string[],
  rows: number,
  hasEqualRows: boolean,
  personal: readonly string[],
): readonly Inferred[] {
  return [
    { type: 'expect_table_columns_to_match_set', kwargs: { column_set: columns } },
    {
      type: 'expect_table_columns_to_match_ordered_list',
      kwargs: { column_list: columns },
      severity: 'warn',
      why: 'Columns are read by name: another order is worth a look, no more.',
    },
    {
      type: 'expect_table_row_count_to_be_between',
      kwargs: { min_value: Math.floor(rows / 2), max_value: rows * 2 },
      why: `${count(rows)} were seen.`,
    },
    ...(hasEqualRows || rows === 0
      ? []
      : [{ type: 'expect_table_rows_to_be_unique', kwargs: {}, severity: 'warn' } satisfies Inferred]),
    {
      type: 'expect_table_columns_to_not_look_personal',
      // The data must meet what is written of them: each column is named, so that a person sees it and takes it out.
      kwargs: personal.length > 0 ? { except: personal } : {},
      severity: 'warn',
      ...(personal.length > 0 && { why: 'Those named look personal. Should they be in training data?' }),
    },
  ];
}

function sayColumn({ column, present, values }: ColumnSurvey, rows: number, looks: readonly PersonalFinding[]): string {
  const words = { number: column.isInteger ? 'whole numbers' : 'numbers', boolean: 'true or false', text: 'text' };
  const kind = column.kind === 'time' || column.kind === 'other' ? column.nativeType.toLowerCase() : words[column.kind];
  const missing = present === rows ? 'none missing' : `${count(rows - present)} missing`;
  const distinct = values ? `, ${count(values.length)} different` : '';
  const personal = [...new Set(looks.map(({ noun }) => noun))];
  return `${kind}, ${missing}${distinct}${personal.length > 0 ? `, looks like ${personal.join(', ')}` : ''}`;
}
