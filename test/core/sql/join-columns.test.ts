import { describe, expect, it } from 'vitest';
import { joinColumns } from '../../../core/sql/join-columns.ts';

const file = (path: string, types: Readonly<Record<string, string>>) => ({
  path,
  columns: Object.entries(types).map(([name, type]) => ({ name, type })),
});
const join = async (types: readonly string[], empty: readonly number[] = []) => {
  const files = types.map((type, index) => file(`${index}`, { a: type }));
  const [column] = await joinColumns('all', files, async (path) => empty.includes(Number(path)));
  return column?.type;
};

describe('columns of several files', () => {
  it.each([
    [['BIGINT', 'BIGINT'], 'BIGINT'],
    [['BIGINT', 'DOUBLE', 'BIGINT'], 'DOUBLE'],
    [['INTEGER', 'BIGINT'], 'BIGINT'],
    [['DATE', 'TIMESTAMP'], 'TIMESTAMP'],
    [['BIGINT', 'VARCHAR'], 'VARCHAR'],
    [['BOOLEAN', 'BIGINT'], 'VARCHAR'],
    [['DATE', 'BIGINT'], 'VARCHAR'],
  ])('of types %j are %s', async (types, joined) => expect(await join(types)).toBe(joined));

  it('without a value in a file have the type of the others', async () => {
    expect(await join(['VARCHAR', 'BIGINT'], [0])).toBe('BIGINT');
    expect(await join(['VARCHAR', 'DATE', 'VARCHAR'], [0, 2])).toBe('DATE');
    expect(await join(['VARCHAR', 'VARCHAR'], [0, 1])).toBe('VARCHAR');
  });

  it.each([
    [{ a: 'X' }, { b: 'X' }, '2 has no column "a", which 1 has'],
    [{ a: 'X' }, { a: 'X', b: 'X' }, '2 has a column "b", which 1 has not'],
    [{ a: 'X', b: 'X' }, { b: 'X', a: 'X' }, '2 has its columns in another order than 1'],
  ])('are refused: %j and %j', (first, second, message) =>
    expect(joinColumns('all', [file('1', first), file('2', second)], async () => false)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining(message),
    }),
  );
});
