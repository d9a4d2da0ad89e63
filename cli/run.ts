import { OperatorError } from '@tidegate/core/errors';
import { logged } from '@tidegate/core/report/escape';
import { Command, CommanderError } from 'commander';
import { addCheck } from './commands/check.ts';
import { addData } from './commands/data.ts';
import { addDemo } from './commands/demo.ts';
import { addDrift } from './commands/drift.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addProfile } from './commands/profile.ts';
import { addTrain } from './commands/train.ts';
import { addValidate } from './commands/validate.ts';
import { EXIT_CODES } from './exit-codes.ts';

const COMMANDS = [addDemo, addCheck, addTrain, addValidate, addEvaluate, addProfile, addDrift, addData];

/** Runs one command line; gives the exit code. What went wrong is said on standard error. */
export async function run(words: readonly string[]): Promise<number> {
  process.exitCode = undefined;
  try {
    await createProgram().parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? EXIT_CODES.pass);
  } catch (error) {
    // Commander has said already what is wrong with the words, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.pass : EXIT_CODES['bad input'];
    if (error instanceof OperatorError) {
      process.stderr.write(logged(`${error.message}\n→ ${error.hint}\n(${error.code})\n`));
      return EXIT_CODES['bad input'];
    }
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      logged(
        `This is a fault of Tidegate: ${text}\nPlease report it with the command that you ran; TIDEGATE_DEBUG=1 shows more.\n`,
      ),
    );
    if (process.env['TIDEGATE_DEBUG'] === '1' && error instanceof Error)
      process.stderr.write(logged(`${error.stack}\n`));
    return EXIT_CODES.fault;
  }
}

function createProgram(): Command {
  const program = new Command('tidegate')
    .description('MLOps that lives inside GitHub: the same functions as the Actions and the bot, on your machine.')
    .version('0.1.0')
    .showHelpAfterError('(add --help for what there is)')
    .addHelpText('after', '\nExit codes: 0 pass, 1 fail, 2 cannot tell, 3 bad input, 70 our own error.')
    .exitOverride();
  for (const add of COMMANDS) add(program);
  return program;
}
