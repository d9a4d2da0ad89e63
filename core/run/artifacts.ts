import {
  DOCUMENT_MAX_BYTES,
  DRIFT_PAGE_MAX_BYTES,
  MODEL_MAX_BYTES,
  PREDICTIONS_MAX_BYTES,
  PROFILE_MAX_BYTES,
  SEEDS_MAX,
} from '../limits.ts';
import type { OptionalFiles } from './read-artifact.ts';

/** What the train Action uploads; its name says which model the run trained. */
export const runArtifact = (modelName: string): string => `tidegate-run-${modelName}`;
export const RUN_FILES = { 'run-record.json': DOCUMENT_MAX_BYTES, 'model.onnx': MODEL_MAX_BYTES } as const;
/** What may be there too: models of other seeds, and what the training framework predicts. */
export const OPTIONAL_RUN_FILES: readonly OptionalFiles[] = [
  // One name for one seed: `seed-08.onnx` would be another file of seed 8.
  { pattern: /^seed-(0|[1-9]\d{0,9})\.onnx$/, most: SEEDS_MAX - 1, maxBytes: MODEL_MAX_BYTES },
  { pattern: /^predictions\.json$/, most: 1, maxBytes: PREDICTIONS_MAX_BYTES },
];

/** What the validate Action uploads: the verdict with everything it looked at, so that a release needs nothing else. */
export const verdictArtifact = (modelName: string): string => `tidegate-verdict-${modelName}`;
export const VERDICT_FILES = {
  'verdict.json': DOCUMENT_MAX_BYTES,
  'profile.json': PROFILE_MAX_BYTES,
  ...RUN_FILES,
} as const;

/** What the drift Action uploads: the report, and the page that shows it to people. */
export const driftArtifact = (modelName: string): string => `tidegate-drift-${modelName}`;
export const DRIFT_FILES = { 'drift.json': DOCUMENT_MAX_BYTES, 'drift.html': DRIFT_PAGE_MAX_BYTES } as const;

/** What the data Action uploads: how each file met what is expected of it. */
export const dataArtifact = (modelName: string | undefined): string =>
  `tidegate-data${modelName ? `-${modelName}` : ''}`;
