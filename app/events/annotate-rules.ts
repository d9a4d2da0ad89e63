import { locateRules } from '@tidegate/core/config/locate-rules';
import type { RuleStatus, Verdict } from '@tidegate/core/gate/verdict';
import type { Annotation } from '@tidegate/core/ports/github';
import { type BotContext, CONFIG_FILE } from '../bot-context.ts';

const LEVELS: Readonly<Partial<Record<RuleStatus, Annotation['level']>>> = {
  fail: 'failure',
  'cannot-tell': 'warning',
  warn: 'notice',
};
const TITLES: Readonly<Partial<Record<RuleStatus, string>>> = {
  fail: 'fails',
  'cannot-tell': 'cannot tell',
  warn: 'warns',
};

/**
 * A note at the line of tidegate.yml of each rule that does not pass. The lines are those of the policy that judged, which is the
 * default branch's; where the pull request has another file, the note says so.
 */
export async function annotateRules(
  context: Pick<BotContext, 'github'>,
  verdict: Verdict,
  headSha: string,
): Promise<readonly Annotation[]> {
  return [...(await annotateGate(context, verdict, headSha)), ...annotateExpectations(verdict)];
}

/** A note at the line of each expectation that is not met, as the base branch has it. */
function annotateExpectations({ model, measurements, policy }: Verdict): readonly Annotation[] {
  if (policy.commit === null) return [];
  return measurements.expectations.flatMap(({ path: data, open }) =>
    open.flatMap(({ status, file, line, type, sentence }): Annotation[] => {
      const level = status === 'pass' ? undefined : LEVELS[status];
      if (level === undefined || file === '') return [];
      const title = `${model}: ${type} ${TITLES[status]} on ${data}`.slice(0, 255);
      return [{ path: file, line, level, title, message: sentence }];
    }),
  );
}

async function annotateGate(
  { github }: Pick<BotContext, 'github'>,
  verdict: Verdict,
  headSha: string,
): Promise<readonly Annotation[]> {
  const open = verdict.rules.filter(({ status }) => LEVELS[status] !== undefined);
  const commit = verdict.policy.commit;
  if (open.length === 0 || commit === null) return [];
  const text = await github.readText(CONFIG_FILE, commit);
  if (text === undefined) return [];
  const lines = locateRules(text, verdict.model);
  const isChanged = (await github.readText(CONFIG_FILE, headSha)) !== text;
  const where = isChanged ? ` (Line of ${CONFIG_FILE} at ${commit.slice(0, 7)}, whose policy judged.)` : '';
  return open.flatMap(({ index, rule, subject, status, message }) => {
    const line = lines[index];
    const level = LEVELS[status];
    if (line === undefined || level === undefined) return [];
    const title = `${verdict.model}: ${rule} ${subject} ${TITLES[status]}`.slice(0, 255);
    return [{ path: CONFIG_FILE, line, level, title, message: `${message}${where}` }];
  });
}
