/** GitHub's numbers (docs.github.com, 2026) and the caps that we put on hostile input, each named once. */
export const COMMENT_MAX_CHARACTERS = 60_000; // GitHub refuses 65,536 with 422
export const CHECK_TEXT_MAX_CHARACTERS = 60_000;
export const CHECK_ANNOTATIONS_PER_REQUEST = 50;
export const JOB_SUMMARY_MAX_BYTES = 1024 * 1024;
export const DEPLOYMENT_STATUS_DESCRIPTION_MAX_CHARACTERS = 140;
export const PROTECTION_REVIEW_MAX_CHARACTERS = 1_024;
export const RELEASE_ASSET_MAX_BYTES = 2 * 1024 ** 3;
export const MODEL_MAX_BYTES = 512 * 1024 ** 2;
export const ARTIFACT_MAX_BYTES = 600 * 1024 ** 2;
export const ARTIFACT_MAX_FILES = 200;
export const CONFIG_MAX_CHARACTERS = 64 * 1024;
export const CONFIG_MAX_MISTAKES = 100;
export const DOCUMENT_MAX_BYTES = 8 * 1024 ** 2;
export const METRIC_OUTPUT_MAX_BYTES = 1024 ** 2; // of a metric command, log included
export const LISTED_FILES_MAX = 3_000; // files of a pull request that GitHub lists; the others are not told
