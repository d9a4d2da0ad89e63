import { Config } from '@tidegate/core/config/schema';
import { PROMOTION } from '@tidegate/core/deployment/promotion';
import { DRIFT_REPORT } from '@tidegate/core/drift/drift-report';
import { EVALUATION } from '@tidegate/core/evaluation/evaluation-document';
import { EXPECTATION_SUITE } from '@tidegate/core/expectations/suite/expectation-suite';
import { VALIDATION_RESULT } from '@tidegate/core/expectations/validation-result';
import { VERDICT } from '@tidegate/core/gate/verdict';
import { LEDGER_EVENT } from '@tidegate/core/ledger/ledger-event';
import { PROFILE } from '@tidegate/core/profile/profile';
import { MANIFEST } from '@tidegate/core/release/manifest';
import { RETRAIN_REQUEST } from '@tidegate/core/retrain/retrain-request';
import { PREDICTIONS } from '@tidegate/core/run/predictions';
import { ROW_SPLIT } from '@tidegate/core/run/row-split';
import { RUN_RECORD } from '@tidegate/core/run/run-record';
import { TRAINING_RESULT } from '@tidegate/core/run/training-result';
import { PREDICTION } from '@tidegate/core/serving/prediction';
import * as z from 'zod';

const DOCUMENTS = [
  RUN_RECORD,
  TRAINING_RESULT,
  PREDICTIONS,
  ROW_SPLIT,
  VERDICT,
  EVALUATION,
  PROFILE,
  DRIFT_REPORT,
  MANIFEST,
  LEDGER_EVENT,
  PREDICTION,
  PROMOTION,
  RETRAIN_REQUEST,
  EXPECTATION_SUITE,
  VALIDATION_RESULT,
];

/** File name → JSON Schema text of every document that crosses a boundary. */
export function renderSchemas(): ReadonlyMap<string, string> {
  const schemas = DOCUMENTS.map((document): [string, z.ZodType, 'input' | 'output'] => [
    document.kind.replace('tidegate.', ''),
    document.schema,
    'output',
  ]);
  // People write the config, so its schema describes what goes in: fields with a default may be left out.
  schemas.push(['config', Config, 'input']);
  return new Map(
    schemas.map(([name, schema, io]) => [
      `${name}.schema.json`,
      `${JSON.stringify({ title: name, ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }) }, undefined, 2)}\n`,
    ]),
  );
}
