import { OperatorError } from '@tidegate/core/errors';
import { plain } from '@tidegate/core/report/escape';
import { renderRefused } from '@tidegate/core/report/render-promotion';
import { type BotContext, commandMarker, readPolicy } from '../bot-context.ts';
import { COMMANDS } from '../commands/commands.ts';
import { parseCommand } from '../commands/parse-command.ts';

export interface NewComment {
  readonly id: number;
  readonly issue: number;
  readonly body: string;
  readonly author: string;
  readonly isBot: boolean;
}

/** A new comment that may hold a command. Edited comments never come here, and bots give no orders. */
export async function onCommentCreated(context: BotContext, comment: NewComment): Promise<void> {
  const { github } = context;
  if (comment.isBot) return;
  const parsed = parseCommand(
    comment.body,
    COMMANDS.map(({ name }) => name),
  );
  const command = COMMANDS.find(({ name }) => name === parsed?.name);
  if (!parsed || !command) return;
  const marker = commandMarker(comment.id);
  try {
    if (!(await readPolicy(context))) return;
    await github.react(comment.id, 'eyes');
    const invocation = { ...context, issue: comment.issue, commentId: comment.id, actor: comment.author };
    const answer = await command.run(parsed.words, invocation);
    await github.upsertComment({ issue: comment.issue, marker, body: answer.body });
    await github.react(comment.id, answer.reaction);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const body = renderRefused(error.code, `${plain(error.message, 1000)} ${plain(error.hint)}`);
    await github.upsertComment({ issue: comment.issue, marker, body });
    await github.react(comment.id, 'confused');
  }
}
