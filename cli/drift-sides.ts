import { openData } from '@tidegate/core/adapters/open-data';
import { closest } from '@tidegate/core/config/closest';
import type { RowsRead } from '@tidegate/core/drift/rows-read';
import { OperatorError } from '@tidegate/core/errors';
import { listNames } from '@tidegate/core/list-names';
import type { Columns } from '@tidegate/core/ports/model-runtime';
import type { Relation, SqlColumn, SqlEngine, SqlType } from '@tidegate/core/ports/sql-engine';
import { countUnmatched, type LabelRows, readRows, type WantedColumn } from '@tidegate/core/sql/read-rows';
import { followWork } from './follow-work.ts';
import type { Engines } from './with-data.ts';

/** Single rows that are looked at on each side; of more, every so many-th. Reports say how many. */
const LIMITS = { rows: 100_000, cells: 4_000_000, least: 1_000 };

export interface SidesRequest extends Engines {
  /** Undefined where nothing is read of it. */
  readonly reference: string | undefined;
  readonly current: readonly string[];
  /** Columns of the reference; those that may be missing now are left out of the window. */
  readonly columns: readonly string[];
  readonly target: string | undefined;
  readonly labels: string | undefined;
  readonly id: string | undefined;
}

export interface Sides {
  readonly reference: Columns;
  readonly window: Columns;
  readonly read: RowsRead;
  /** Labels whose id no row of the window has; undefined where none are joined. */
  readonly unmatched: number | undefined;
}

/** Raw rows of reference and window, and the labels that have arrived. @throws OperatorError `input-invalid`, `data-invalid` */
export async function readSides(request: SidesRequest): Promise<Sides> {
  const { threads, memory, labels } = request;
  const { signal, onProgress, finish } = followWork('Reading rows');
  const { reference, current } = request;
  const one = (file: string | undefined) => (file === undefined ? [] : [[file]]);
  const files = [current, ...one(reference), ...one(labels)];
  const memoryBytes = memory === undefined ? undefined : memory * 1024 ** 2;
  try {
    const settings = { signal, onProgress, threads, memoryBytes, keepsOrder: true };
    const { engine, relations, close } = await openData(files, settings);
    try {
      return await readOpened(engine, relations, { ...request, signal, onProgress });
    } finally {
      await close();
    }
  } finally {
    finish();
  }
}

async function readOpened(
  engine: SqlEngine,
  [now, ...others]: readonly Relation[],
  request: SidesRequest & Pick<ReturnType<typeof followWork>, 'signal' | 'onProgress'>,
): Promise<Sides> {
  const [before, labels] = request.reference === undefined ? [undefined, ...others] : others;
  if (!now) throw new Error('there is a window');
  const { target, id, signal, onProgress } = request;
  const names = [...new Set([...request.columns, ...(target === undefined ? [] : [target])])];
  const there = await engine.describe(now);
  const known = new Set(there.map(({ name }) => name));
  const wanted = before
    ? wantedColumns(await engine.describe(before), names, before.source)
    : await columnsOfWindow(engine, there, names, { target, labels, source: now.source });
  const label = wanted.find(({ name }) => name === target);
  const arrived = labels && label && (await findLabels(engine, labels, label, { id, there, source: now.source }));
  const inWindow = wanted.filter((column) => column !== label || (!arrived && known.has(column.name)));
  wantedColumns(
    there,
    inWindow.map(({ name }) => name),
    now.source,
  );
  const fitting = Math.floor(LIMITS.cells / Math.max(1, wanted.length));
  const shared = { mostRows: Math.min(LIMITS.rows, Math.max(LIMITS.least, fitting)), signal };
  const reference = before
    ? await readRows(engine, before, { ...shared, columns: wanted, onProgress: (share) => onProgress(share / 2) })
    : { columns: {}, read: 0, all: 0 };
  const window = await readRows(engine, now, {
    ...shared,
    columns: inWindow,
    labels: arrived,
    onProgress: (share) => onProgress(0.5 + share / 2),
  });
  const read = ({ read, all }: { readonly read: number; readonly all: number }) => ({ read, all });
  return {
    reference: reference.columns,
    window: window.columns,
    read: { reference: read(reference), window: read(window) },
    unmatched: arrived ? await countUnmatched(engine, now, arrived) : undefined,
  };
}

/** Without a reference the window says what its columns are, and the labels what the target is. */
async function columnsOfWindow(
  engine: SqlEngine,
  there: readonly SqlColumn[],
  names: readonly string[],
  { target, labels, source }: { target: string | undefined; labels: Relation | undefined; source: string },
): Promise<WantedColumn[]> {
  const arrived = labels ? await engine.describe(labels) : there;
  const [own, theirs] = [names.filter((name) => name !== target), names.filter((name) => name === target)];
  const isThere = arrived.some(({ name }) => name === target);
  return [
    ...wantedColumns(there, own, source),
    ...(labels || isThere ? wantedColumns(arrived, theirs, labels?.source ?? source) : []),
  ];
}

async function findLabels(
  engine: SqlEngine,
  relation: Relation,
  label: WantedColumn,
  {
    id,
    there,
    source,
  }: { readonly id: string | undefined; readonly there: readonly SqlColumn[]; readonly source: string },
): Promise<LabelRows> {
  if (id === undefined)
    throw new OperatorError(
      'input-invalid',
      'A file of --labels is given, but not by which column its rows belong to those of --current.',
      'Give --id with the column that both have.',
    );
  wantedColumns(there, [id], source);
  wantedColumns(await engine.describe(relation), [id, label.name], relation.source);
  return { relation, id, label };
}

const KINDS: Readonly<Partial<Record<SqlType, WantedColumn['kind']>>> = {
  integer: 'numeric',
  double: 'numeric',
  decimal: 'numeric',
};

function wantedColumns(columns: readonly SqlColumn[], names: readonly string[], source: string): WantedColumn[] {
  return names.map((name) => {
    const column = columns.find((each) => each.name === name);
    if (column) return { name, kind: KINDS[column.type] ?? 'categorical' };
    const known = columns.map((each) => each.name);
    const near = closest(name, known);
    throw new OperatorError(
      'data-invalid',
      `${source} has no column ${JSON.stringify(name)}.`,
      near ? `Did you mean ${JSON.stringify(near)}?` : `It has ${listNames(known)}.`,
    );
  });
}
