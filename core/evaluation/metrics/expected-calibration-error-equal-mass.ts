import { equalMassBins, prepareCalibrationError } from '../calibration-bins.ts';
import type { MetricFamily } from '../metric.ts';
import type { BinarySample } from '../sample.ts';

/** As `expected_calibration_error`, over bins that hold as many rows each (Nguyen & O'Connor 2015); equal scores share a bin. */
export const expectedCalibrationErrorEqualMass: MetricFamily<BinarySample> = {
  name: 'expected_calibration_error_equal_mass',
  summary: 'The same over bins that hold as many rows each; equal scores share a bin.',
  sklearn: undefined,
  needs: 'scores',
  prepare: (sample, { parameter }) => prepareCalibrationError(sample, parameter ?? 10, equalMassBins),
};
