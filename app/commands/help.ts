import { code } from '@tidegate/core/report/escape';
import { markdownTable } from 'markdown-table';
import * as z from 'zod';
import { type Command, defineCommand } from './command.ts';

/** `/help` reads the same list as the dispatcher. */
export function createHelp(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: 'help',
    summary: 'List the commands.',
    usage: '/help',
    args: z.tuple([]),
    run: async () => ({
      body: markdownTable([
        ['command', 'what it does'],
        ...commands().map(({ usage, summary }) => [code(usage), summary]),
      ]),
      reaction: '+1',
    }),
  });
}
