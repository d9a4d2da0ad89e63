import type { PullRequest } from '@tidegate/core/ports/github';
import type { Section } from '@tidegate/core/report/section';
import { fitComment, replaceSection, VERDICT_MARKER } from '@tidegate/core/report/verdict-comment';
import type { BotContext } from '../bot-context.ts';

/**
 * Puts what is said of one model into the pull request's one comment of verdicts. Deliveries of a repository are handled one
 * after another, so nobody writes between reading and writing.
 */
export async function writeSection(
  { github }: Pick<BotContext, 'github'>,
  pull: PullRequest,
  section: Section,
): Promise<void> {
  const sections = replaceSection(await github.readComment(pull.number, VERDICT_MARKER), section);
  const body = fitComment(sections, { head: pull.headSha });
  await github.upsertComment({ issue: pull.number, marker: VERDICT_MARKER, body });
}
