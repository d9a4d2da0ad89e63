import type { OnnxSettings } from '../config/onnx.ts';
import type { Signature } from '../data/signature.ts';

/** Values of one raw column, in row order. Missing numbers are NaN, missing strings ''. */
export type Column = Float64Array | readonly string[];
export type Columns = Readonly<Record<string, Column>>;

/** A named output, row-major. */
export interface Output {
  /** Numbers as float64; empty for text. */
  readonly data: Float64Array;
  /** Values a row. */
  readonly width: number;
  /** Values of a text output. */
  readonly texts?: readonly string[];
}

/** A loaded ONNX model. `release` frees native memory; afterwards nothing else may be called. */
export interface LoadedModel {
  readonly signature: Signature;
  readonly opset: number;
  /** Execution provider that runs it: `cpu` or `cuda`. */
  readonly provider: string;
  /**
   * Runs all rows. Columns are fed by input name, shaped [rows, 1]; an input that is a matrix takes a column of
   * rows × width values, row-major. Errors count rows from `firstRow` on (0 by default).
   * @throws OperatorError `model-invalid` when a column that the graph reads is missing, of another type or of another
   * size, when a whole number would be rounded, and when an output holds an int64 that no float64 can.
   */
  run(columns: Columns, rows: number, firstRow?: number): Promise<Readonly<Record<string, Output>>>;
  release(): Promise<void>;
}

export interface LoadOptions {
  /** In order of preference; the first that this machine has. By default `cpu`. */
  readonly providers?: OnnxSettings['providers'];
  /** Files beside the model, by the name that the model gives them. */
  readonly externalData?: ReadonlyMap<string, Uint8Array>;
}

/** The engine that runs ONNX files. Bytes are hostile: weights outside what is given and unknown operators are refused. */
export interface ModelRuntime {
  /** @throws OperatorError `model-invalid` for a file that is truncated, not ONNX, or does not load. */
  load(bytes: Uint8Array, source: string, options?: LoadOptions): Promise<LoadedModel>;
}
