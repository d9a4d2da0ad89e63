/** What an estimate without labels takes for granted; travels with every result. */
export const CLASSIFICATION_ASSUMPTIONS = [
  'No concept drift: rows that look alike have the labels that they had in the reference. If what the features mean for the label has changed, the estimate does not see it.',
  'No unseen regions: the window holds no kinds of rows that the reference lacks. Scores beyond those of the reference get the probability of its nearest score.',
  'Calibrated scores: of the rows with probability p, a share p is positive. Isotonic calibration on the reference is used where it made the error of held-out rows smaller.',
  'The reference are rows that the model was not trained on.',
] as const;

export const REGRESSION_ASSUMPTIONS = [
  'No concept drift: rows that look alike have the errors that they had in the reference. If what the features mean for the target has changed, the estimate does not see it.',
  'No unseen regions: the window holds no kinds of rows that the reference lacks. Trees say of such rows what they say of the nearest ones.',
  'The size of an error follows from the features and the prediction: what is left over is as large as in the reference.',
  'The reference are rows that the model was not trained on.',
] as const;
