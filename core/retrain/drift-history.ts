import type { DriftReport, ServedReport } from '../drift/drift-report.ts';
import { DriftDecision } from '../drift/finding.ts';
import type { LedgerAction, LedgerEvent } from '../ledger/ledger-event.ts';
import type { LedgerEntry, LedgerPort } from '../ports/ledger.ts';

const ACTIONS: readonly LedgerAction[] = ['drift-found', 'drift-reported', 'drift-ended'];

/** What earlier windows of this release in this environment decided, newest first; nothing is read where only this window counts. */
export async function readEarlierDecisions(
  ledger: Pick<LedgerPort, 'list'>,
  subject: Pick<ServedReport, 'release' | 'environment'>,
  windows: { readonly of: number },
): Promise<readonly DriftDecision[]> {
  if (windows.of === 1) return [];
  return (await ledger.list())
    .filter(
      ({ action, release, environment }) =>
        ACTIONS.includes(action) && release === subject.release && environment === subject.environment,
    )
    .flatMap(({ decision }) => DriftDecision.safeParse(decision).data ?? [])
    .toReversed()
    .slice(0, windows.of - 1);
}

/**
 * The event that a report is worth; undefined where it says the same as the one before. Where a policy counts windows each of them
 * is an event, since one that is not written cannot be counted. `decision` is what the window alone says; an alarm is the action.
 */
export function planDriftEvent(
  report: ServedReport,
  events: readonly LedgerEvent[],
  facts: Pick<LedgerEntry, 'actor' | 'commit' | 'reason' | 'runId' | 'url'>,
): LedgerEntry | undefined {
  const { model, release, environment, digest, outcome, windows, settings } = report;
  const own = ownEvents(events, { model, environment });
  if (own.some(({ runId }) => runId === facts.runId)) return undefined;
  const alarm = own.findLast(({ action }) => action !== 'drift-reported');
  const isAlarmed = alarm?.action === 'drift-found';
  const action = outcome === 'drift' ? 'drift-found' : isOver(report) && isAlarmed ? 'drift-ended' : 'drift-reported';
  const decision = windows[0] ?? outcome;
  const last = own.at(-1);
  const isKnown =
    last?.decision === decision &&
    last.release === release &&
    (last.action === 'drift-found') === (outcome === 'drift');
  if (isKnown && settings.of === 1) return undefined;
  return { ...facts, action, model, release, environment, digest, decision, issue: null, comment: null };
}

/** What the ledger holds of a model's drift in an environment, oldest first. */
export function ownEvents(
  events: readonly LedgerEvent[],
  { model, environment }: Pick<ServedReport, 'model' | 'environment'>,
): readonly LedgerEvent[] {
  return events.filter(
    (event) => ACTIONS.includes(event.action) && event.model === model && event.environment === environment,
  );
}

/** True when the window itself is quiet: one that drifted and waits for others ends no alarm. */
export function isOver({ outcome, windows }: Pick<DriftReport, 'outcome' | 'windows'>): boolean {
  return outcome === 'none' && windows[0] !== 'drift';
}
