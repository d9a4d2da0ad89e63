import type { Signature, TensorSpec } from '@tidegate/core/data/signature';
import { signature } from '@tidegate/core/gate/rules/signature';
import { expect, it } from 'vitest';
import { CHURN, evidence, FIRST, LOST } from './evidence.ts';

const [tenure, contract] = CHURN.signature.inputs as [TensorSpec, TensorSpec];
const [probability] = CHURN.signature.outputs as [TensorSpec];
const inputs = (...specs: TensorSpec[]): Signature => ({ ...CHURN.signature, inputs: specs });
const outputs = (...specs: TensorSpec[]): Signature => ({ ...CHURN.signature, outputs: specs });

it.each([
  ['the same signature', CHURN.signature, 'pass', 'signature-compatible'],
  ['inputs in another order', inputs(contract, tenure), 'pass', 'signature-compatible'],
  ['a wider number', inputs({ ...tenure, type: 'float64' }, contract), 'pass', 'signature-compatible'],
  ['a further output', outputs(probability, { ...probability, name: 'label' }), 'pass', 'signature-compatible'],
  ['an output of another width', outputs({ ...probability, type: 'float64' }), 'pass', 'signature-compatible'],
  ['an input that clients do not send', inputs(tenure, contract, { ...tenure, name: 'age' }), 'fail', 'input-added'],
  ['an input that clients still send', inputs(tenure), 'fail', 'input-removed'],
  ['text where numbers are sent', inputs({ ...tenure, type: 'string' }, contract), 'fail', 'input-changed'],
  ['integers where fractions are sent', inputs({ ...tenure, type: 'int64' }, contract), 'fail', 'input-changed'],
  ['one row a call', inputs({ ...tenure, shape: [1, 1] }, contract), 'fail', 'input-changed'],
  ['another rank', inputs({ ...tenure, shape: [-1] }, contract), 'fail', 'input-changed'],
  ['an output that is gone', outputs({ ...probability, name: 'score' }), 'fail', 'output-removed'],
  ['an output with two columns', outputs({ ...probability, shape: [-1, 2] }), 'fail', 'output-changed'],
  ['an output that became text', outputs({ ...probability, type: 'string' }), 'fail', 'output-changed'],
])('%s', (_, changed, status, reason) => {
  const candidate = { ...CHURN, signature: changed };
  expect(signature.decide({ kind: 'signature' }, evidence({ candidate }))).toMatchObject({ status, reason });
});

it('takes any number of rows where one was the rule', () => {
  const baseline = { ...CHURN, signature: inputs({ ...tenure, shape: [1, 1] }, contract) };
  expect(signature.decide({ kind: 'signature' }, evidence({ baseline })).status).toBe('pass');
});

it.each([
  ['a first version has no clients', FIRST, 'skipped', 'no-baseline'],
  ['a served version that is lost', LOST, 'cannot-tell', 'baseline-lost'],
])('%s', (_, facts, status, reason) => {
  expect(signature.decide({ kind: 'signature' }, evidence(facts))).toMatchObject({ status, reason });
});

it('says what would break, and what more', () => {
  const changed = inputs({ ...tenure, type: 'string' }, ...['a', 'b', 'c'].map((name) => ({ ...tenure, name })));
  const found = signature.decide({ kind: 'signature' }, evidence({ candidate: { ...CHURN, signature: changed } }));
  expect(found).toMatchObject({ actual: 5, threshold: 0 });
  expect(found.message).toBe(
    'Clients of the served version would break: input "a" is new; input "b" is new; input "c" is new and 2 more.',
  );
});
