import type { Permission } from '@tidegate/core/config/schema';
import type { z } from 'zod';
import type { BotContext } from '../bot-context.ts';

/** Where a command was written, by whom. */
export interface Invocation extends BotContext {
  readonly issue: number;
  readonly commentId: number;
  readonly actor: string;
  readonly permission: Permission | 'none';
}

/** Below `triage` is everybody, in a public repository: their refused commands are not worth a commit or a comment. */
export const isStranger = ({ permission }: Pick<Invocation, 'permission'>): boolean =>
  permission === 'none' || permission === 'read';

/** The answer is a value; the dispatcher writes it. */
export interface Answer {
  readonly body: string;
  readonly reaction: 'rocket' | 'confused' | '+1';
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  run(words: readonly string[], invocation: Invocation): Promise<Answer>;
}

/** A slash command as data: its words are checked before `run` sees them. */
export function defineCommand<Arguments extends z.ZodType<readonly unknown[]>>(definition: {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly args: Arguments;
  readonly run: (args: z.infer<Arguments>, invocation: Invocation) => Promise<Answer>;
}): Command {
  const { name, summary, usage, args, run } = definition;
  return {
    name,
    summary,
    usage,
    async run(words, invocation) {
      const parsed = args.safeParse(words);
      if (parsed.success) return run(parsed.data, invocation);
      return { body: `🚫 Write \`${usage}\`.\n\n<sub>reason: \`usage\`</sub>`, reaction: 'confused' };
    },
  };
}
