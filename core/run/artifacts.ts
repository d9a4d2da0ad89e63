import { DOCUMENT_MAX_BYTES, MODEL_MAX_BYTES } from '../limits.ts';

/** What the train Action uploads; its name says which model the run trained. */
export const runArtifact = (modelName: string): string => `tidegate-run-${modelName}`;
export const RUN_FILES = { 'run-record.json': DOCUMENT_MAX_BYTES, 'model.onnx': MODEL_MAX_BYTES } as const;

/** What the validate Action uploads: the verdict with everything it looked at, so that a release needs nothing else. */
export const verdictArtifact = (modelName: string): string => `tidegate-verdict-${modelName}`;
export const VERDICT_FILES = {
  'verdict.json': DOCUMENT_MAX_BYTES,
  'profile.json': DOCUMENT_MAX_BYTES,
  ...RUN_FILES,
} as const;
