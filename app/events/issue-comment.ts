import { OperatorError } from '@tidegate/core/errors';
import type { GitHubPort } from '@tidegate/core/ports/github';
import { plain } from '@tidegate/core/report/escape';
import { renderRefused } from '@tidegate/core/report/render-promotion';
import { type BotContext, commandMarker, readPolicy } from '../bot-context.ts';
import { type Answer, type Command, type Invocation, isStranger } from '../commands/command.ts';
import { COMMANDS } from '../commands/commands.ts';
import { parseCommand } from '../commands/parse-command.ts';
import { recallAnswer } from '../commands/recall-answer.ts';

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
  if (!parsed || !command || (await isAnswered(context, comment))) return;
  const permission = await github.permissionOf(comment.author);
  const { id: commentId, issue, author: actor } = comment;
  const invocation = { ...context, issue, commentId, actor, permission };
  const answer = await findAnswer(command, parsed.words, invocation);
  if (!answer) return;
  // Anybody may comment: a refusal that fills the page and the ledger would be theirs to fill.
  if (answer.reaction !== 'confused' || !isStranger(invocation))
    await github.upsertComment({ issue, marker: commandMarker(commentId), body: answer.body });
  await react(context, commentId, answer.reaction);
}

/** Undefined in a repository that does not use Tidegate. */
async function findAnswer(
  command: Command,
  words: readonly string[],
  invocation: Invocation,
): Promise<Answer | undefined> {
  try {
    // One comment is one order: a delivery that is handled again must neither deploy twice nor speak of another moment.
    const known = (await invocation.ledger.list()).filter(({ comment }) => comment === invocation.commentId);
    if (known.length > 0) return await recallAnswer(invocation, known);
    if (!(await readPolicy(invocation))) return undefined;
    if (!isStranger(invocation)) await react(invocation, invocation.commentId, 'eyes');
    return await command.run(words, invocation);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const body = renderRefused(error.code, `${plain(error.message, 1000)} ${plain(error.hint)}`);
    return { body, reaction: 'confused' };
  }
}

async function isAnswered({ github, ownLogin }: BotContext, { id, issue }: NewComment): Promise<boolean> {
  const marker = `<!-- ${commandMarker(id)} -->`;
  return (await github.listComments(issue)).some(({ author, body }) => author === ownLogin && body.startsWith(marker));
}

/** A sign beside the words: where it cannot be given, as on a comment that was deleted, the words still stand. */
async function react(
  { github, log }: BotContext,
  commentId: number,
  reaction: Parameters<GitHubPort['react']>[1],
): Promise<void> {
  try {
    await github.react(commentId, reaction);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    log(`comment ${commentId} got no reaction: ${error.message}`);
  }
}
