import type { LocalGitHub } from '@tidegate/emulator/github/start-github';
import { createConformance } from '@tidegate/emulator/openapi/conformance';
import { expect } from 'vitest';

/** Fails on any exchange or payload that GitHub's own description does not allow. Call it before closing every emulator. */
export function expectConformance({ exchanges, deliveries }: Pick<LocalGitHub, 'exchanges' | 'deliveries'>): void {
  const conformance = createConformance();
  const found = [
    ...exchanges.map((exchange) => conformance.checkExchange(exchange)),
    ...deliveries.map(({ event, action, payload }) => conformance.checkWebhook(event, action, payload)),
  ].filter((violation) => violation !== undefined);
  const lines = found.flatMap(({ where, problems }) => problems.map((problem) => `${where}: ${problem}`));
  expect([...new Set(lines)].slice(0, 20)).toEqual([]);
}
