import * as z from 'zod';
import { defineContract } from '../shared/contract.ts';
import { name } from '../shared/inputs.ts';

export const TRAIN = defineContract({
  name: 'train',
  summary: 'Runs the training command of a model and uploads its run record and ONNX file.',
  inputs: z.strictObject({
    model: name.describe('Name of the model in tidegate.yml.'),
  }),
  outputs: z.strictObject({
    run: z.string().describe('Id of the run record.'),
    digest: z.string().describe('Digest of the ONNX file.'),
    artifact: z
      .string()
      .describe(
        'Name of the artifact that holds run-record.json, model.onnx, models of other seeds and predictions.json.',
      ),
  }),
});
