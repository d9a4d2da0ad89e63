import { calibration } from '@tidegate/core/gate/rules/calibration';
import { expect, it } from 'vitest';
import { estimate, evidence } from './evidence.ts';

const settings = { kind: 'calibration', max: 0.05, bins: 10, binning: 'equal-mass' } as const;

it.each([
  ['within the bound', [0.02, 0.01, 0.03], 'pass', 'calibrated'],
  ['at the bound', [0.05, 0.05, 0.05], 'pass', 'calibrated'],
  ['within it, replicates pushed up by noise', [0.025, 0.02, 0.06], 'pass', 'calibrated'],
  ['within it, not surely', [0.045, 0.03, 0.07], 'warn', 'interval-straddles-bound'],
  ['beyond it, noise could do that', [0.06, 0.055, 0.09], 'cannot-tell', 'interval-straddles-bound'],
  ['beyond it with the whole interval', [0.12, 0.09, 0.15], 'fail', 'miscalibrated'],
  ['not defined', [Number.NaN, 0, 0], 'cannot-tell', 'metric-undefined'],
] as const)('an error %s', (_, error, status, reason) => {
  const facts = [{ bins: 10, binning: 'equal-mass' as const, error: estimate(error) }];
  expect(calibration.decide(settings, evidence({ calibration: facts }))).toMatchObject({ status, reason });
});

it('says error, interval and bound', () => {
  const facts = [{ bins: 10, binning: 'equal-mass' as const, error: estimate([0.12, 0.09, 0.15]) }];
  const found = calibration.decide(settings, evidence({ calibration: facts }));
  expect(found).toMatchObject({ actual: 0.12, threshold: 0.05 });
  expect(found.message).toBe(
    'The expected calibration error in 10 equal-mass bins is 0.12 (95 % interval 0.09 to 0.15 with bias correction), more than 0.05.',
  );
});

it.each([
  ['was not measured', evidence(), 'not-measured'],
  [
    'was measured in other bins',
    evidence({ calibration: [{ bins: 10, binning: 'equal-width', error: estimate([0, 0, 0]) }] }),
    'not-measured',
  ],
  ['has no meaning for the task', evidence({ task: 'multiclass-classification' }), 'task-unsupported'],
])('cannot tell when the error %s', (_, given, reason) => {
  expect(calibration.decide(settings, given)).toMatchObject({ status: 'cannot-tell', reason });
});
