/** What issuers of cards begin their numbers with, and how long those are (ISO/IEC 7812, the issuers' own ranges). */
const CARD =
  /^(?:4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|3(?:0[0-5]|[68]\d)\d{11})$/;
const RUNS = /\d(?:[ -]?\d){11,18}/g;
const IBAN = /[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/g;
const SSN = /(?<![\d-])(\d{3})-(\d{2})-(\d{4})(?![\d-])/g;

/** A number of a payment card stands in the text: an issuer's range, its length, and Luhn's check digit. */
export function holdsCardNumber(text: string): boolean {
  return [...text.matchAll(RUNS)].some(([run]) => {
    const digits = run.replace(/\D/g, '');
    return CARD.test(digits) && isLuhn(digits);
  });
}

/** An IBAN stands in the text (ISO 13616): letters are 10 to 35, and the number leaves 1 when it is divided by 97. */
export function holdsIban(text: string): boolean {
  return [...text.matchAll(IBAN)].some(([found]) => isIban(found));
}

/** A US social security number stands in the text, of those that are given out: not 000, 666, 9xx, 00 or 0000. */
export function holdsSocialSecurityNumber(text: string): boolean {
  return [...text.matchAll(SSN)].some(
    ([, area = '', group, serial]) => !/^(000|666|9\d\d)$/.test(area) && group !== '00' && serial !== '0000',
  );
}

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** What follows an IBAN in a sentence may look like more of it: the longest beginning that checks counts. */
function isIban(found: string): boolean {
  const text = found.replaceAll(' ', '');
  for (let length = Math.min(34, text.length); length >= 15; length -= 1) {
    const rearranged = text.slice(4, length) + text.slice(0, 4);
    const rest = [...rearranged].reduce((left, sign) => {
      const value = Number.parseInt(sign, 36);
      return (left * (value > 9 ? 100 : 10) + value) % 97;
    }, 0);
    if (rest === 1) return true;
    // Every shorter beginning is one more chance for a text that is none: only blanks may end one.
    if (!found.includes(' ')) return false;
  }
  return false;
}
