import type { ParityRule } from '../../config/gate-rules.ts';
import type { ParityFact } from '../facts.ts';
import { type Rule, renderNumber } from '../rule.ts';

/** The exported file is the model that was trained. */
export const parity: Rule<ParityRule> = {
  kind: 'parity',
  explanation: `\`parity\` holds the candidate's scores against those of the framework that trained it, which the training command writes to \`predictions.json\` for the evaluation rows, in order.
It passes when no score differs by more than \`tolerance\` (default 1e-5) and fails otherwise: the export lost a preprocessing step, swapped columns or changed a layer.
It cannot tell without \`predictions.json\`; there is no warning, since the same rows go through both.

\`\`\`yaml
- { kind: parity, tolerance: 1e-4 }
\`\`\``,
  source:
    'ONNX Runtime, verifying converted models (onnxruntime.ai/docs/tutorials); sklearn-onnx, discrepancies with ONNX (onnx.ai/sklearn-onnx/auto_tutorial/plot_ebegin_float_double.html); Breck et al. 2017, The ML Test Score, Monitor 3.',
  decide({ tolerance }, { parity: fact }) {
    const head = { rule: 'parity', subject: 'training predictions', threshold: tolerance };
    if (!fact) {
      const message =
        'There are no predictions of the training framework (predictions.json of the training command, or --predictions), so the exported file has nothing to agree with.';
      return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
    }
    const actual = fact.maxAbsoluteDifference;
    const isMet = actual <= tolerance;
    const message = `On ${fact.rows} rows the exported file differs from the training framework by at most ${renderNumber(actual)}, ${isMet ? 'within' : 'more than'} ${renderNumber(tolerance)}.${isMet ? '' : renderWorst(fact)}`;
    return {
      ...head,
      status: isMet ? 'pass' : 'fail',
      reason: isMet ? 'parity-kept' : 'parity-broken',
      actual,
      message,
    };
  },
};

/** The fact counts from 0, people and files count from 1. */
function renderWorst({ worst }: ParityFact): string {
  if (!worst) return '';
  const { row, value, exported, trained } = worst;
  const which = value === 0 ? '' : `, value ${value + 1}`;
  const digits = (number: number) => String(Number(number.toPrecision(8)));
  return ` It differs most in row ${row + 1} of the evaluation${which}: ${digits(exported)} exported, ${digits(trained)} trained.`;
}
