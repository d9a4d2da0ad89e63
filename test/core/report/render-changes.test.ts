import { renderPolicySettings } from '@tidegate/core/report/render-changes';
import { describe, expect, it } from 'vitest';

const diff = (before: string | undefined, after: string | undefined) => {
  const settings = [{ path: 'models.churn.licence', before, after }];
  const [text = ''] = renderPolicySettings({ files: ['tidegate.yml'], settings });
  return text.split('\n').slice(1, -1);
};
const names = (count: number) => JSON.stringify(Array.from({ length: count }, (_, index) => `a_long_column_${index}`));

describe('a diff of the policy', () => {
  it('shows the words that came and went, however long the list', () => {
    expect(diff(names(40), names(39))).toEqual(['- models.churn.licence: a_long_column_39']);
    expect(diff(names(39), names(40))).toEqual(['+ models.churn.licence: a_long_column_39']);
    expect(diff('["a","b"]', '["b","a"]')).toEqual(['+ models.churn.licence: the same in another order']);
  });

  it('shows long texts around where they differ', () => {
    const long = 'x'.repeat(500);
    const [before = '', after = ''] = diff(`"${long} safe"`, `"${long} sorry"`);
    expect(before).toContain('safe"');
    expect(after).toContain('sorry"');
  });

  it('shows no sign that turns the words after it around, and ends no fence', () => {
    const [line = ''] = diff(undefined, '"MIT \u202e\u200b```"');
    expect(line).toBe("+ models.churn.licence: \"MIT '''\"");
  });
});
