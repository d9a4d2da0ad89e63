import type { Sample } from './sample.ts';

/** These rows of a sample, in this order. Queries keep their codes. */
export function takeSample(sample: Sample, rows: Int32Array): Sample {
  const count = rows.length;
  switch (sample.task) {
    case 'binary-classification': {
      const { labels, predictions, scores } = sample;
      const take = (values: Uint8Array) => Uint8Array.from(rows, (row) => values[row] as number);
      const part = { labels: take(labels), predictions: take(predictions), scores: scores && takeValues(scores, rows) };
      return { ...sample, rows: count, ...part };
    }
    case 'multiclass-classification': {
      const take = (values: Int32Array) => Int32Array.from(rows, (row) => values[row] as number);
      const scores = sample.scores && takeValues(sample.scores, rows, sample.classes.length);
      return { ...sample, rows: count, labels: take(sample.labels), predictions: take(sample.predictions), scores };
    }
    case 'multilabel-classification': {
      const width = sample.classes.length;
      const take = (values: Uint8Array) => Uint8Array.from(takeValues(Float64Array.from(values), rows, width));
      const scores = sample.scores && takeValues(sample.scores, rows, width);
      return { ...sample, rows: count, labels: take(sample.labels), predictions: take(sample.predictions), scores };
    }
    case 'regression': {
      const [labels, predictions] = [takeValues(sample.labels, rows), takeValues(sample.predictions, rows)];
      return { ...sample, rows: count, labels, predictions };
    }
    case 'ranking': {
      const [labels, scores] = [takeValues(sample.labels, rows), takeValues(sample.scores, rows)];
      return { ...sample, rows: count, labels, scores, queries: takeCodes(sample.queries, rows) };
    }
  }
}

/** These rows of a row-major matrix. */
export function takeValues(values: Float64Array, rows: Int32Array, width = 1): Float64Array {
  const taken = new Float64Array(rows.length * width);
  rows.forEach((row, place) => {
    taken.set(values.subarray(row * width, (row + 1) * width), place * width);
  });
  return taken;
}

/** Codes from 0 without gaps: a part of the rows may lack some. */
function takeCodes(codes: Int32Array, rows: Int32Array): Int32Array {
  const known = new Map<number, number>();
  return Int32Array.from(rows, (row) => {
    const code = codes[row] as number;
    const next = known.get(code) ?? known.size;
    known.set(code, next);
    return next;
  });
}
