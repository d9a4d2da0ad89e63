import type { Signature } from '../data/signature.ts';

/** Values of one raw column, in row order. Missing numbers are NaN, missing strings ''. */
export type Column = Float64Array | readonly string[];
export type Columns = Readonly<Record<string, Column>>;

/** A loaded ONNX model. `release` frees native memory; afterwards nothing else may be called. */
export interface LoadedModel {
  readonly signature: Signature;
  readonly opset: number;
  /**
   * Runs all rows. Columns are fed by input name, shaped [rows, 1]; returns the named outputs, row-major, as float64
   * with the width of a row.
   * @throws OperatorError `model-invalid` when a column that the graph reads is missing or of another type.
   */
  run(
    columns: Columns,
    rows: number,
  ): Promise<Readonly<Record<string, { readonly data: Float64Array; readonly width: number }>>>;
  release(): Promise<void>;
}

/** The engine that runs ONNX files. Bytes are hostile: external data and unknown operators are refused. */
export interface ModelRuntime {
  /** @throws OperatorError `model-invalid` for a file that is truncated, not ONNX, or does not load. */
  load(bytes: Uint8Array, source: string): Promise<LoadedModel>;
}
