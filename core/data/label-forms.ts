/** Finds the class that a label names, however its value is written. */
export type ClassFinder = (label: string) => number | undefined;

const WHOLE = /^([+-]?\d+)\.0+$/;
const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const TRUTH_WORD = /^(true|false)$/i;

/**
 * By text; else by value, as Python compares labels: 1.0 is 1, TRUE is true. Booleans are 0 and 1 to classes that are just those,
 * and the other way round. Numbers that are one float64 for two int64 are told apart by their text alone. A label that could be
 * two classes names none of them.
 */
export function createClassFinder(classes: readonly string[]): ClassFinder {
  const byText = new Map(classes.map((name, index) => [name, index]));
  const byForm = indexUnique(classes.map(formOf));
  const lowered = areFlags(classes);
  const byLowered = indexUnique(lowered ? classes.map(lowerFormOf) : []);
  const byValue = indexUnique(areNumbers(classes) ? classes.map(safeNumberOf) : []);
  const byFlag = indexUnique(lowered ? classes.map(flagOf) : []);
  return (label) => {
    const value = safeNumberOf(label);
    return (
      byText.get(label) ??
      byForm.get(formOf(label)) ??
      byLowered.get(lowerFormOf(label)) ??
      (value === undefined ? undefined : byValue.get(value)) ??
      byFlag.get(flagOf(label))
    );
  };
}

/** Where each value stands that is there once. */
function indexUnique<Value>(values: readonly (Value | undefined)[]): ReadonlyMap<Value, number> {
  const places = new Map<Value, number>();
  const twice = new Set<Value>();
  values.forEach((value, index) => {
    if (value === undefined) return;
    if (places.has(value)) twice.add(value);
    places.set(value, index);
  });
  for (const value of twice) places.delete(value);
  return places;
}

/** One form for every label of a column: 1.0 is 1, whose digits stay as int64 is no float64; booleans in lower case where all are. */
export function nameForms(labels: readonly string[]): readonly string[] {
  const forms = new Map([...new Set(labels)].map((label) => [label, label.replace(WHOLE, '$1')]));
  if ([...forms.keys()].every((label) => TRUTH_WORD.test(label)))
    for (const label of forms.keys()) forms.set(label, label.toLowerCase());
  return labels.map((label) => forms.get(label) ?? label);
}

/** The labels of a column with one spelling for each value: that which is there first. */
export function foldLabels(labels: readonly string[]): readonly string[] {
  const unique = [...new Set(labels)];
  const spellings = new Map<string, string>();
  const forms = nameForms(unique);
  const folded = new Map(
    unique.map((label, index) => {
      const form = forms[index] ?? label;
      const spelling = spellings.get(form) ?? label;
      spellings.set(form, spelling);
      return [label, spelling];
    }),
  );
  return spellings.size === unique.length ? labels : labels.map((label) => folded.get(label) ?? label);
}

/** 1.0 is 1. */
export function formOf(label: string): string {
  return label.replace(WHOLE, '$1');
}

function lowerFormOf(label: string): string {
  return TRUTH_WORD.test(label) ? label.toLowerCase() : formOf(label);
}

/** 1 for true, 0 for false; other labels as they are. */
export function flagOf(label: string): string {
  const form = lowerFormOf(label);
  return form === 'true' ? '1' : form === 'false' ? '0' : form;
}

/** Whether labels are booleans, in words or as 0 and 1. */
export function areFlags(labels: readonly string[]): boolean {
  return labels.every((label) => ['0', '1'].includes(flagOf(label)));
}

/** Whether labels are decimal numbers: Python reads 0x10 as text. */
export function areNumbers(labels: readonly string[]): boolean {
  return labels.every((label) => numberOf(label) !== undefined);
}

export function numberOf(label: string): number | undefined {
  return DECIMAL.test(label) && Number.isFinite(Number(label)) ? Number(label) : undefined;
}

function safeNumberOf(label: string): number | undefined {
  const value = numberOf(label);
  return value !== undefined && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : undefined;
}
