import { readFileSync } from 'node:fs';
import { OperatorError } from '@tidegate/core/errors';
import * as z from 'zod';

const Environment = z
  .object({
    APP_ID: z.string().regex(/^\d+$/, 'expected the number of the GitHub App'),
    PRIVATE_KEY: z.string().min(1).optional(),
    PRIVATE_KEY_PATH: z.string().min(1).optional(),
    WEBHOOK_SECRET: z.string().min(8, 'expected at least 8 characters'),
    GITHUB_API_URL: z.url().default('https://api.github.com'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z
      .string()
      .regex(/^\d{1,5}$/, 'expected a port number')
      .default('3000')
      .transform(Number)
      .refine((port) => port < 65_536, 'expected a port number'),
    TIDEGATE_INBOX: z.string().default('tidegate-inbox.sqlite'),
  })
  .refine((env) => env.PRIVATE_KEY || env.PRIVATE_KEY_PATH, {
    path: ['PRIVATE_KEY'],
    message: 'expected PRIVATE_KEY or PRIVATE_KEY_PATH',
    when: () => true, // also when other variables are wrong: all mistakes at once
  });

/** Settings of the bot. */
export interface BotSettings {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly githubApiUrl: string;
  readonly host: string;
  readonly port: number;
  readonly inboxFile: string;
}

/** @throws OperatorError `input-invalid` that names every variable that is missing or wrong, never its value */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): BotSettings {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = Environment.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new OperatorError(
      'input-invalid',
      `The bot cannot start: ${problems.join('; ')}.`,
      'app/README.md lists the variables.',
    );
  }
  const env = result.data;
  return {
    appId: Number(env.APP_ID),
    privateKey: (env.PRIVATE_KEY ?? readKey(env.PRIVATE_KEY_PATH ?? '')).replaceAll('\\n', '\n'),
    webhookSecret: env.WEBHOOK_SECRET,
    githubApiUrl: env.GITHUB_API_URL,
    host: env.HOST,
    port: env.PORT,
    inboxFile: env.TIDEGATE_INBOX,
  };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OperatorError(
      'input-invalid',
      'The bot cannot start: the file of PRIVATE_KEY_PATH cannot be read.',
      'Check the path, and that the user of this process may read it.',
      cause,
    );
  }
}
