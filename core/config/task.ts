import * as z from 'zod';

/** What a model predicts; decides which metrics, outputs and labels make sense. */
export const Task = z.enum([
  'binary-classification',
  'multiclass-classification',
  'multilabel-classification',
  'regression',
  'ranking',
]);
export type Task = z.infer<typeof Task>;
