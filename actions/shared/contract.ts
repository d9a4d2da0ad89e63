import type * as z from 'zod';

/** Inputs arrive as text, so that is what each schema reads. */
export type InputShape = Readonly<Record<string, z.ZodType<unknown, string | undefined>>>;
export type OutputShape = Readonly<Record<string, z.ZodType<string | number | boolean>>>;

/** What an Action takes and gives. `action.yml` and the README's tables are written from it. */
export interface Contract<Inputs extends z.ZodObject<InputShape>, Outputs extends z.ZodObject<OutputShape>> {
  readonly name: string;
  readonly summary: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
}

export function defineContract<Inputs extends z.ZodObject<InputShape>, Outputs extends z.ZodObject<OutputShape>>(
  contract: Contract<Inputs, Outputs>,
): Contract<Inputs, Outputs> {
  return contract;
}
