import * as z from 'zod';

export const Aspect = z.enum(['distribution', 'missing', 'not-finite', 'new-categories', 'out-of-range', 'constant']);
export type Aspect = z.infer<typeof Aspect>;

export const DriftDecision = z.enum(['drift', 'none', 'cannot-tell']);
export type DriftDecision = z.infer<typeof DriftDecision>;

/** One way in which a column may have drifted, as it was measured. Bounds: the exact number lies between them. */
export const Finding = z.strictObject({
  aspect: Aspect,
  part: z.string().nullable().describe('of a text or an embedding: its length, its patterns, its norm, a component'),
  measure: z.string(),
  effect: z.strictObject({ low: z.number().min(0), high: z.number().min(0) }),
  noiseFloor: z.number().min(0).nullable().describe('the effect that noise alone has on average'),
  threshold: z.number().min(0),
  p: z.number().min(0).max(1).describe('chance of such an effect without drift'),
  isRefined: z
    .literal(true)
    .optional()
    .describe('counted again from the rows on a finer grid, because the bounds held the threshold'),
  isLearnt: z.literal(true).optional().describe('the threshold is learnt from chunks of the reference'),
});
export type Finding = z.infer<typeof Finding>;
