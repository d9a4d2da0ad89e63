import { registerHooks } from 'node:module';

/**
 * @actions/workflow-parser imports JSON without `with { type: 'json' }`, which Node refuses. Imported for its effect, before
 * the parser is loaded.
 */
registerHooks({
  load(url, context, nextLoad) {
    const isParserJson = url.includes('/@actions/workflow-parser/') && url.endsWith('.json');
    return nextLoad(url, isParserJson ? { ...context, importAttributes: { type: 'json' } } : context);
  },
});
