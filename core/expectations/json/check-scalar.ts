import { translateRegex } from '../pattern/translate-regex.ts';

type Keywords = Readonly<Record<string, unknown>>;

/** Keywords on the type of a value, on numbers and on texts; each speaks of its own type only. */
export function checkScalar(keywords: Keywords, value: unknown): boolean {
  const { type } = keywords;
  if (type !== undefined && !(Array.isArray(type) ? type : [type]).some((name) => isOfType(value, name))) return false;
  if (typeof value === 'number') return checkNumber(keywords, value);
  return typeof value === 'string' ? checkText(keywords, value) : true;
}

function isOfType(value: unknown, name: unknown): boolean {
  switch (name) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === name;
  }
}

function checkNumber(keywords: Keywords, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = keywords;
  if (typeof minimum === 'number' && value < minimum) return false;
  if (typeof maximum === 'number' && value > maximum) return false;
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) return false;
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) return false;
  return typeof multipleOf !== 'number' || Number.isInteger(value / multipleOf);
}

function checkText({ minLength, maxLength, pattern }: Keywords, value: string): boolean {
  const { length } = [...value];
  if (typeof minLength === 'number' && length < minLength) return false;
  if (typeof maxLength === 'number' && length > maxLength) return false;
  return typeof pattern !== 'string' || isFound(pattern, value);
}

/** A pattern that is no regular expression is found nowhere. */
export function isFound(pattern: string, text: string): boolean {
  const translated = translateRegex(pattern);
  return !('instead' in translated) && (translated.script?.test(text) ?? false);
}
