import { QUERY_TIMEOUT_MS } from '@tidegate/core/limits';
import * as z from 'zod';
import { defineContract } from '../shared/contract.ts';
import { name, number, text } from '../shared/inputs.ts';

export const DATA = defineContract({
  name: 'data',
  summary: 'Checks data files of a pull request against expectations, and tells what it makes of them.',
  inputs: z.strictObject({
    model: name.optional().describe('Model of tidegate.yml: its files, its expectations, its settings of drift.'),
    data: text
      .optional()
      .describe("Files to look at, one a line; by default those of the model's data and evaluation."),
    suite: text.optional().describe('File with expectations, as YAML or JSON; needed where there is no model.'),
    base: text
      .optional()
      .describe('Folder with a checkout of the base branch: its expectations decide, its rows are compared with.'),
    head: text.optional().describe("Folder with a checkout of the pull request's head; the workspace by default."),
    'query-timeout-minutes': number
      .optional()
      .describe(
        `Longest time of one query; what takes longer is unknown. By default as the model has it, or ${QUERY_TIMEOUT_MS / 60_000}.`,
      ),
  }),
  outputs: z.strictObject({
    valid: z
      .enum(['true', 'false', 'unknown'])
      .describe('Whether the data are as expected; the step succeeds with each.'),
    artifact: z
      .string()
      .describe('Name of the artifact that holds the result of each file; empty where none was read.'),
  }),
});
