import type { DocumentsRule } from '../../config/gate-rules.ts';
import type { Rule } from '../rule.ts';
import { clipName, nameSome } from '../worst-finding.ts';

/** What a person must be able to read before a model is shipped. */
export const documents: Rule<DocumentsRule> = {
  kind: 'documents',
  explanation: `\`documents\` asks for a model card: Markdown with front matter, by default MODEL_CARD.md of the repository.
Each of \`fields\` must be a field of the front matter or a heading, and have a content; upper and lower case are the same.
With \`licence\` (default true) the model must name its licence, as \`licence\` of the model in tidegate.yml or as \`license\` in the card.
It passes when nothing is missing, and fails when the card, a field or the licence is; it never warns and is never skipped.
It cannot tell when the card could not be looked for, as in a gate on files outside a repository.

\`\`\`yaml
- { kind: documents, card: MODEL_CARD.md, fields: [intended use, limitations] }
\`\`\``,
  source:
    'Mitchell et al. 2019, Model Cards for Model Reporting (arXiv:1810.03993); Hugging Face, Model Cards (huggingface.co/docs/hub/model-cards).',
  decide(settings, evidence) {
    const head = { rule: 'documents', subject: settings.card, threshold: 0 };
    const card = evidence.documents.find(({ document }) => document === settings.card);
    const name = clipName(settings.card);
    if (!card) {
      const message = `${name} was not looked for, so what it says cannot be checked.`;
      return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
    }
    if (!card.isThere) {
      const message = `${name} does not exist; the policy asks for a model card.`;
      return { ...head, status: 'fail', reason: 'document-missing', actual: 1, message };
    }
    const present = new Set(card.fields.map(normalise));
    const missing = settings.fields.filter((field) => !present.has(normalise(field)));
    if (missing.length > 0) {
      const message = `${name} lacks ${missing.length} of ${settings.fields.length} fields: ${nameSome(missing)}.`;
      return { ...head, status: 'fail', reason: 'field-missing', actual: missing.length, message };
    }
    const hasLicence = (evidence.licence ?? '').trim() !== '' || present.has('license') || present.has('licence');
    if (settings.licence && !hasLicence) {
      const message = `The model names no licence, neither in tidegate.yml nor in ${name}.`;
      return { ...head, status: 'fail', reason: 'licence-missing', actual: 1, message };
    }
    const licence = settings.licence ? ', and the model names its licence' : '';
    const message = `${name} is there with ${settings.fields.length} of ${settings.fields.length} asked fields${licence}.`;
    return { ...head, status: 'pass', reason: 'documents-complete', actual: 0, message };
  },
};

function normalise(field: string): string {
  return field
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}
