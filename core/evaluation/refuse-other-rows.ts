import { shortDigest } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import type { EvaluationSet } from './evaluation-set.ts';

/** Models are compared row by row: a difference of two sets of rows is none of the models. @throws OperatorError `evaluation-mismatch` */
export function refuseOtherRows(candidate: EvaluationSet, baseline: EvaluationSet): void {
  if (candidate.digest === baseline.digest) return;
  const { source } = candidate;
  const digests = `the evaluation set of ${source} has the digest ${shortDigest(candidate.digest)}, that of ${baseline.source} ${shortDigest(baseline.digest)}`;
  const hasIds = candidate.fields.some(({ name }) => name === 'id');
  throw new OperatorError(
    'evaluation-mismatch',
    `${source} and ${baseline.source} were not evaluated on the same rows: ${digests}. ${nameFirst(candidate, baseline)}`,
    hasIds
      ? 'Score both models on one file, so that rows with one id have one label, weight and group.'
      : 'Score both models on one file and keep its order, sort both files by id, or name the column of ids with --id.',
  );
}

function nameFirst(candidate: EvaluationSet, baseline: EvaluationSet): string {
  const shared = Math.min(candidate.rows, baseline.rows);
  for (let row = 0; row < shared; row += 1) {
    const others = candidate.fields.flatMap(({ name, cells }, place) => {
      const [here = '', there = ''] = [cells[row], baseline.fields[place]?.cells[row]];
      return here === there ? [] : [`${name} ${quote(here)} and ${quote(there)}`];
    });
    if (others.length > 0)
      return `They first differ at ${place(candidate, row)} and ${place(baseline, row)}: ${others.join(', ')}.`;
  }
  const [longer, shorter] = candidate.rows > shared ? [candidate, baseline] : [baseline, candidate];
  return `${longer.source} has ${longer.rows} rows, ${shorter.source} only ${shorter.rows}: ${place(longer, shared)} is the first without another.`;
}

function place({ source, lines }: EvaluationSet, row: number): string {
  return `${source}:${lines[row] ?? 0}`;
}

function quote(cell: string): string {
  return JSON.stringify(cell.slice(0, 60));
}
