import { holdsCardNumber, holdsIban, holdsSocialSecurityNumber } from './check-digits.ts';

export const PERSONAL_KINDS = ['email', 'phone', 'card', 'iban', 'us-ssn', 'name'] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

/** How one kind of personal data is told from other values. */
export interface PersonalPattern {
  readonly kind: PersonalKind;
  /** For a sentence: "12 % are e-mail addresses". */
  readonly noun: string;
  /** Found in a value by the engine: the subset of regular expressions that all of them share. */
  readonly pattern: string;
  /** What a value must be like before the pattern is looked for, which takes longer: characters, and a LIKE. */
  readonly least?: { readonly length: number; readonly like?: string };
  /** Decides on a value that the pattern is found in. */
  readonly holds?: (text: string) => boolean;
  /** Of the values; where it is not given, that of the expectation. */
  readonly leastShare?: number;
}

// One sign before the @ is enough to find it, and is found faster.
const EMAIL = '[A-Za-z0-9_%+-]@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,24}';
// A sign and a country, or North America's writing: dates, addresses of computers and prices have neither.
const PHONE =
  '^([+][1-9][0-9]{7,14}|[+][1-9][0-9]{0,2}[ -]([(]0?[0-9]{1,4}[)][ -]?)?[0-9]{2,4}([ -]?[0-9]{2,4}){1,4}|(1[ -])?([(][2-9][0-9]{2}[)] ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4})$';
const CARD = '(^|[^0-9.])[2-6]([ -]?[0-9]){12,18}($|[^0-9])';
const IBAN = '(^|[^A-Za-z0-9])[A-Z]{2}[0-9]{2}( ?[A-Z0-9]){11,30}($|[^A-Za-z0-9])';
const SSN = '(^|[^0-9-])[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}($|[^0-9-])';
const ANY_PHONE = '^[+]?[0-9][0-9 ()./-]{5,18}[0-9]$';
const WORDS = '^[^0-9@_/:;<>=#{}]{2,80}$';
const CAPITALS = '^[A-Z][^0-9@_/:;<>=#{} ]+( [A-Z][^0-9@_/:;<>=#{} ]*){1,4}$';

const ANYWHERE: readonly PersonalPattern[] = [
  { kind: 'email', noun: 'e-mail addresses', pattern: EMAIL, least: { length: 6, like: '%@%' } },
  { kind: 'phone', noun: 'phone numbers', pattern: PHONE, least: { length: 8 } },
  { kind: 'card', noun: 'numbers of payment cards', pattern: CARD, least: { length: 13 }, holds: holdsCardNumber },
  { kind: 'iban', noun: 'bank accounts (IBAN)', pattern: IBAN, least: { length: 15 }, holds: holdsIban },
  {
    kind: 'us-ssn',
    noun: 'US social security numbers',
    pattern: SSN,
    least: { length: 11, like: '%-%-%' },
    holds: holdsSocialSecurityNumber,
  },
];

const HALF = 0.5;
const PERSONS =
  /^(first|last|given|family|middle|maiden|full|customer|client|patient|employee|person|user|contact|holder|cardholder|owner)_names?$|^(firstname|lastname|fullname|forename|surname|vorname|nachname|nom|prenom|apellidos?|nombres?)$/;
const PERHAPS_PERSONS = /^(name|contact|person|owner|holder|author|passenger|driver)$/;
const PHONES = /(^|_)(phone|telephone|mobile|cell|msisdn|fax|tel|telefon|handy)(_?(number|no|nr))?($|_)/;
/** "phone_calls" and "mobile_minutes" are counted, not called. */
const COUNTED = /(^|_)(calls?|minutes?|count|cost|charge|price|plan|type|model|brand|app|os)($|_)/;

/** What is looked for in a column: of what it is called depends which values may be names or phone numbers. */
export function patternsFor(column: string, isNumber: boolean): readonly PersonalPattern[] {
  const name = snake(column);
  const isPhone = PHONES.test(name) && !COUNTED.test(name);
  const phones: PersonalPattern = { kind: 'phone', noun: 'phone numbers', pattern: ANY_PHONE, leastShare: HALF };
  const names = (pattern: string): PersonalPattern => ({ kind: 'name', noun: 'names', pattern, leastShare: HALF });
  // Whole numbers hold neither letters nor signs between their digits.
  if (isNumber) return [...ANYWHERE.filter(({ kind }) => kind === 'card'), ...(isPhone ? [phones] : [])];
  return [
    ...ANYWHERE,
    ...(isPhone ? [phones] : []),
    ...(PERSONS.test(name) ? [names(WORDS)] : PERHAPS_PERSONS.test(name) ? [names(CAPITALS)] : []),
  ];
}

function snake(column: string): string {
  return column
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
