import { size } from '@tidegate/core/gate/rules/size';
import { expect, it } from 'vitest';
import { CHURN, evidence, FIRST, LOST } from './evidence.ts';

const large = { candidate: { ...CHURN, bytes: 8_000_000 } };

it.each([
  ['exactly the limit', { max: 4 }, {}, 'pass', 'limit-met', 4],
  ['above the limit', { max: 5 }, large, 'fail', 'limit-exceeded', 8],
  ['the limit of a first version', { max: 5 }, FIRST, 'pass', 'limit-met', 4],
  ['exactly the ratio', { 'max-ratio': 2 }, large, 'pass', 'ratio-met', 2],
  ['above the ratio', { 'max-ratio': 1.5 }, large, 'fail', 'ratio-exceeded', 2],
  ['a ratio of a first version', { 'max-ratio': 1.5 }, FIRST, 'skipped', 'no-baseline', null],
  ['a ratio to a lost baseline', { 'max-ratio': 1.5 }, LOST, 'cannot-tell', 'baseline-lost', null],
  ['a limit that is met beside a first version', { max: 5, 'max-ratio': 1.5 }, FIRST, 'pass', 'limit-met', 4],
  [
    'a limit that is met beside a lost baseline',
    { max: 5, 'max-ratio': 1.5 },
    LOST,
    'cannot-tell',
    'baseline-lost',
    null,
  ],
  ['a limit that is missed beside a lost baseline', { max: 1, 'max-ratio': 1.5 }, LOST, 'fail', 'limit-exceeded', 4],
  ['a limit that is met beside a ratio that is not', { max: 9, 'max-ratio': 1.5 }, large, 'fail', 'ratio-exceeded', 2],
  ['nothing asked', {}, {}, 'skipped', 'nothing-asked', null],
] as const)('%s', (_, limits, facts, status, reason, actual) => {
  expect(size.decide({ kind: 'size', ...limits }, evidence(facts))).toMatchObject({ status, reason, actual });
});

it('says both sizes', () => {
  expect(size.decide({ kind: 'size', 'max-ratio': 1.5 }, evidence(large)).message).toBe(
    "The ONNX file is 2 times production's (8 MB to 4 MB), above 1.5.",
  );
});
