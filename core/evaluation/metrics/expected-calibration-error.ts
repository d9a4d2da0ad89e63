import { equalWidthBins, prepareCalibrationError } from '../calibration-bins.ts';
import type { MetricFamily } from '../metric.ts';
import type { BinarySample } from '../sample.ts';

/**
 * Mean distance of the positive score from the share of positives, over bins of equal width by their weight (Naeini et al. 2015).
 */
export const expectedCalibrationError: MetricFamily<BinarySample> = {
  name: 'expected_calibration_error',
  summary: 'Mean distance of the positive score from the share of positives, over bins of equal width by their weight.',
  sklearn: undefined,
  needs: 'scores',
  prepare: (sample, { parameter }) => prepareCalibrationError(sample, parameter ?? 10, equalWidthBins),
};
