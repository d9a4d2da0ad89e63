/** Finds the class that a label names, however its value is written. */
export type ClassFinder = (label: string) => number | undefined;

const WHOLE = /^([+-]?\d+)\.0+$/;
const TRUTH_WORD = /^(true|false)$/i;

/**
 * By text; else by value, as Python compares labels: 1.0 is 1, TRUE is true. Booleans are 0 and 1 to classes that are just those,
 * and the other way round. Numbers that are one float64 for two int64 are told apart by their text alone.
 */
export function createClassFinder(classes: readonly string[]): ClassFinder {
  const byText = new Map(classes.map((name, index) => [name, index]));
  const byForm = new Map(nameForms(classes).map((form, index) => [form, index]));
  const values = classes.map(numberOf);
  const byValue = new Map(values.flatMap((value, index) => (value === undefined ? [] : [[value, index]])));
  const areFlags = classes.every((name) => ['0', '1', 'true', 'false'].includes(formOf(name)));
  const byFlag = new Map(areFlags ? classes.map((name, index) => [flagOf(name), index]) : []);
  return (label) => {
    const value = numberOf(label);
    return (
      byText.get(label) ??
      byForm.get(formOf(label)) ??
      (value === undefined ? undefined : byValue.get(value)) ??
      byFlag.get(flagOf(label))
    );
  };
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

function formOf(label: string): string {
  return TRUTH_WORD.test(label) ? label.toLowerCase() : label.replace(WHOLE, '$1');
}

function flagOf(label: string): string {
  const form = formOf(label);
  return form === 'true' ? '1' : form === 'false' ? '0' : form;
}

function numberOf(label: string): number | undefined {
  const value = label.trim() === '' ? Number.NaN : Number(label);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : undefined;
}
