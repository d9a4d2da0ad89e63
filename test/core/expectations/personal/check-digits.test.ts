import { describe, expect, it } from 'vitest';
import {
  holdsCardNumber,
  holdsIban,
  holdsSocialSecurityNumber,
} from '../../../../core/expectations/personal/check-digits.ts';

// Numbers that issuers, ISO 13616 and the Social Security Administration publish as examples.
describe('holdsCardNumber', () => {
  it.each([
    '4111111111111111',
    '4111-1111-1111-1111',
    'paid by 5555 5555 5555 4444.',
    '378282246310005',
    '6011111111111117',
  ])('knows %s', (text) => expect(holdsCardNumber(text)).toBe(true));
  it.each([
    '4111111111111112',
    '1234567812345670',
    '411111111111',
    '1700000000000',
    '0000000000000000',
    'x'.repeat(1e5),
  ])('takes %s for none', (text) => expect(holdsCardNumber(text)).toBe(false));
});

describe('holdsIban', () => {
  it.each([
    'GB82WEST12345698765432',
    'DE89 3704 0044 0532 0130 00',
    'to FR1420041010050500013M02606',
    'NO93 8601 1117 947 AND MORE',
  ])('knows %s', (text) => expect(holdsIban(text)).toBe(true));
  it.each(['GB82WEST12345698765431', 'AB12CDEF', 'DE00370400440532013000', 'A'.repeat(1e5)])(
    'takes %s for none',
    (text) => expect(holdsIban(text)).toBe(false),
  );
});

describe('holdsSocialSecurityNumber', () => {
  it.each(['078-05-1120', 'SSN 219-09-9999'])('knows %s', (text) => expect(holdsSocialSecurityNumber(text)).toBe(true));
  it.each(['000-12-3456', '666-12-3456', '900-12-3456', '123-00-4567', '123-45-0000', '1123-45-6789', '123-45-67890'])(
    'takes %s for none',
    (text) => expect(holdsSocialSecurityNumber(text)).toBe(false),
  );
});
