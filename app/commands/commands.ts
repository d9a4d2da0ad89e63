import type { Command } from './command.ts';
import { createHelp } from './help.ts';
import { promote } from './promote.ts';
import { rollback } from './rollback.ts';
import { status } from './status.ts';

/** The only list of commands: the parser, /help and the documentation read it. */
export const COMMANDS: readonly Command[] = [promote, rollback, status, createHelp(() => COMMANDS)];
