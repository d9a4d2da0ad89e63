import { OperatorError } from '../errors.ts';

const PART = /^(?:"((?:[^"]|"")+)"|([^".]+))(?:\.(?=.)|$)/s;

/** Parts of `schema.table`; a part in double quotes may hold dots, and its own quotes doubled. @throws OperatorError `input-invalid` */
export function parseTableName(text: string): readonly string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const [whole, quoted, plain] = PART.exec(rest) ?? [];
    if (whole === undefined)
      throw new OperatorError(
        'input-invalid',
        `${JSON.stringify(text)} is no name of a table.`,
        'Write table, schema.table, or "a name with.dots" in double quotes.',
      );
    parts.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    rest = rest.slice(whole.length);
  }
  return parts;
}
