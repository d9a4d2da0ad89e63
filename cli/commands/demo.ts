import { type Command, InvalidArgumentError } from 'commander';

/** `tidegate demo`: the whole loop on this machine. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'Play the whole loop on a GitHub that runs on this machine: pull request, verdict, release, promotion, drift, rollback.',
    )
    .option('--out <folder>', 'where the report page is written', 'demo-report')
    .option('--seed <number>', 'seed of training and of the bootstrap', toSeed, 7)
    .option('--keep', 'leave everything running, with its addresses', false)
    .addHelpText('after', '\nNeeds no account, no Docker, no Python and no network. Takes less than 90 seconds.')
    .action(async ({ out, seed, keep }: { out: string; seed: number; keep: boolean }) => {
      const { runDemo } = await import('../demo/run-demo.ts');
      process.exitCode = await runDemo({ out, seed, keep });
    });
}

function toSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed < 2 ** 31) return seed;
  throw new InvalidArgumentError('expected a whole number from 0 to 2147483647.');
}
