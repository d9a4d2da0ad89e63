import { parseConfig } from '@tidegate/core/config/parse-config';
import { OperatorError } from '@tidegate/core/errors';
import { LISTED_FILES_MAX } from '@tidegate/core/limits';
import type { Annotation } from '@tidegate/core/ports/github';
import { type BotContext, CONFIG_FILE } from '../bot-context.ts';

/** Every mistake in the tidegate.yml that a head changes, in words and on its lines: it would become the policy with the merge. */
export async function findConfigMistake(
  { github }: Pick<BotContext, 'github'>,
  { sha, changed }: { readonly sha: string; readonly changed: readonly string[] },
): Promise<{ readonly summary: string; readonly annotations: readonly Annotation[] } | undefined> {
  // Where GitHub's list ends, any file may have changed.
  if (changed.length < LISTED_FILES_MAX && !changed.includes(CONFIG_FILE)) return undefined;
  const text = await github.readText(CONFIG_FILE, sha);
  try {
    if (text !== undefined) parseConfig(text, CONFIG_FILE);
    return undefined;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const annotations = error.message.split('\n').flatMap((line) => {
      const [, lineNumber, message] = /^[^:]+:(\d+) (.*)$/.exec(line) ?? [];
      return lineNumber && message
        ? [{ path: CONFIG_FILE, line: Number(lineNumber), level: 'failure' as const, title: error.code, message }]
        : [];
    });
    return { summary: `\`\`\`\n${error.message.replaceAll('`', "'")}\n\`\`\`\n${error.hint}`, annotations };
  }
}
