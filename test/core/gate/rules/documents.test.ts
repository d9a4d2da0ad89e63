import { documents } from '@tidegate/core/gate/rules/documents';
import { expect, it } from 'vitest';
import { evidence } from './evidence.ts';

const settings = {
  kind: 'documents',
  card: 'MODEL_CARD.md',
  fields: ['intended use', 'limitations'],
  licence: true,
} as const;
const card = (fields: string[], isThere = true) => ({
  documents: [{ document: 'MODEL_CARD.md', isThere, fields }],
});

it.each([
  ['all fields and a licence', card(['intended use', 'limitations']), 'pass', 'documents-complete', 0],
  ['fields in another case', card(['Intended Use', 'LIMITATIONS ']), 'pass', 'documents-complete', 0],
  ['fields in front matter style', card(['intended_use', 'limitations']), 'pass', 'documents-complete', 0],
  ['a field that is missing', card(['limitations']), 'fail', 'field-missing', 1],
  ['no fields', card([]), 'fail', 'field-missing', 2],
  ['no card', card([], false), 'fail', 'document-missing', 1],
  ['a card that was not looked for', {}, 'cannot-tell', 'not-measured', null],
  ['no licence', { ...card([...settings.fields]), licence: undefined }, 'fail', 'licence-missing', 1],
  ['an empty licence', { ...card([...settings.fields]), licence: ' ' }, 'fail', 'licence-missing', 1],
  [
    'a licence in the card',
    { ...card([...settings.fields, 'license']), licence: undefined },
    'pass',
    'documents-complete',
    0,
  ],
] as const)('%s', (_, facts, status, reason, actual) => {
  const found = documents.decide({ ...settings, fields: [...settings.fields] }, evidence(facts));
  expect(found).toMatchObject({ status, reason, actual, threshold: 0, subject: 'MODEL_CARD.md' });
});

it('asks for no licence when told so', () => {
  const given = evidence({ ...card([]), licence: undefined });
  expect(documents.decide({ ...settings, fields: [], licence: false }, given).status).toBe('pass');
});

it('names the fields that are missing', () => {
  const found = documents.decide({ ...settings, fields: [...settings.fields] }, evidence(card(['limitations'])));
  expect(found.message).toBe('MODEL_CARD.md lacks 1 of 2 fields: intended use.');
});
