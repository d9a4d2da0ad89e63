import { findIn } from '@tidegate/core/adapters/find-in';
import { openData } from '@tidegate/core/adapters/open-data';
import { diffData } from '@tidegate/core/drift/data-diff/diff-data';
import { OperatorError } from '@tidegate/core/errors';
import { expectedOf, type PlacedExpectation, suiteOf } from '@tidegate/core/expectations/suite/policy-suite';
import { validateExpectations } from '@tidegate/core/expectations/validate-expectations';
import type { ExpectationResult } from '@tidegate/core/expectations/validation-result';
import type { Clock } from '@tidegate/core/ports/clock';
import type { Annotation } from '@tidegate/core/ports/github';
import type { CheckedFile } from '@tidegate/core/report/render-data-check';
import { hideValues } from '@tidegate/core/sql/hide-values';
import type { DataPlan } from './plan-check.ts';

export interface FileCheck {
  readonly file: CheckedFile;
  readonly annotations: readonly Annotation[];
}

/** Every file of the plan, one after the other. */
export async function checkFiles(plan: DataPlan, clock: Clock): Promise<readonly FileCheck[]> {
  const checks: FileCheck[] = [];
  for (const file of plan.files) checks.push(await checkFile(plan, file, clock));
  return checks;
}

async function checkFile(plan: DataPlan, { path, role }: DataPlan['files'][number], clock: Clock): Promise<FileCheck> {
  const { head, base, expectations, tables, drift } = plan;
  const placed = role === undefined ? expectations : expectedOf(expectations, role);
  const own = findIn(head, path);
  if (own === undefined) return unread(path, `${path} is not in the checkout of the head, or is a link out of it.`);
  const before = base === undefined ? undefined : findIn(base, path);
  const named = Object.entries(tables).filter(([, table]) => table !== path);
  const others = named.flatMap(([name, table]) => {
    const found = findIn(head, table);
    return found === undefined ? [] : [{ name, found }];
  });
  const references = [own, ...(before === undefined ? [] : [before]), ...others.map(({ found }) => found)];
  try {
    const { engine, relations, close } = await openData(references, { timeoutMs: plan.timeoutMs, onlyTables: true });
    try {
      const sources = relations.map((relation) => ({ ...relation, source: path }));
      const [relation] = sources;
      if (!relation) throw new Error('a reference has one relation');
      const earlier = before === undefined ? undefined : sources[1];
      const rest = sources.slice(earlier ? 2 : 1);
      const result = await validateExpectations({
        engine,
        relation,
        suite: suiteOf(placed),
        now: clock.now(),
        others: Object.fromEntries(rest.map((other, index) => [others[index]?.name ?? '', other])),
      });
      const diff = earlier
        ? await diffData({ engine, base: earlier, head: relation, settings: drift, clock })
        : base === undefined
          ? null
          : ('new' as const);
      return {
        file: { path, found: { kind: 'checked', result, diff } },
        annotations: annotate(result.results, placed, path),
      };
    } finally {
      await close();
    }
  } catch (error) {
    // A table that the pull request deletes is no mistake of the configuration.
    const isMistake =
      error instanceof OperatorError && error.code === 'config-invalid' && others.length === named.length;
    if (!(error instanceof OperatorError) || isMistake) throw error;
    // Messages name a file by where it lies on this machine.
    return unread(
      path,
      hideValues(references.reduce((text, reference) => text.replaceAll(reference, path), error.message)),
    );
  }
}

function unread(path: string, reason: string): FileCheck {
  const file: CheckedFile = { path, found: { kind: 'unread', reason } };
  return { file, annotations: [{ path, line: 1, level: 'warning', title: `${path}: cannot tell`, message: reason }] };
}

const LEVELS = { fail: 'failure', warn: 'notice', 'cannot-tell': 'warning', pass: undefined } as const;

/** A note at the line of each expectation that is not met. */
function annotate(
  results: readonly ExpectationResult[],
  placed: readonly PlacedExpectation[],
  data: string,
): readonly Annotation[] {
  return results.flatMap(({ index, status, type, sentence }): Annotation[] => {
    const [level, place] = [LEVELS[status], placed[index]];
    if (level === undefined || !place) return [];
    return [{ path: place.file, line: place.line, level, title: `${data}: ${type}`.slice(0, 255), message: sentence }];
  });
}
