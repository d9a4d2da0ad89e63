import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../app/commands/parse-command.ts';

const KNOWN = ['promote', 'rollback', 'status', 'help'];
const promote = (...words: string[]) => ({ name: 'promote', words });
const lines = (...text: string[]) => text.join('\n');

describe('a command is a line that begins with its name', () => {
  it.each<[string, string, ReturnType<typeof promote>]>([
    ['alone', '/promote staging', promote('staging')],
    ['without words', '/promote', promote()],
    ['with many spaces and a tab', '/promote   staging\tchurn@1.2.0  ', promote('staging', 'churn@1.2.0')],
    ['between sentences', lines('Looks good to me.', '', '/promote staging', '', 'Thanks!'), promote('staging')],
    ['with the line ends of a browser', 'Ship it.\r\n/promote staging\r\n', promote('staging')],
    ['after a code block', lines('```', 'a log', '```', '/promote staging'), promote('staging')],
    [
      'after a code block with an info string',
      lines('```sh', 'npm test', '```', '/promote staging'),
      promote('staging'),
    ],
    ['after a quote', lines('> /rollback production', '', '/promote staging'), promote('staging')],
    ['after a hidden comment', lines('<!-- /rollback production -->', '/promote staging'), promote('staging')],
    ['the first one of two', lines('/promote staging', '/rollback production'), promote('staging')],
    ['after a word that is no command', lines('/lgtm', '/promote staging'), promote('staging')],
    // Words are checked by the command itself; here they are only taken apart.
    ['with hostile words', '/promote $(id) ../../x <b>', promote('$(id)', '../../x', '<b>')],
  ])('%s', (_, body, expected) => {
    expect(parseCommand(body, KNOWN)).toEqual(expected);
  });
});

describe('what only shows or quotes a command is none', () => {
  it.each([
    ['in the middle of a line', 'Please /promote staging'],
    ['of another case', '/Promote staging'],
    ['unknown', '/deploy staging'],
    ['a longer name', '/promoted staging'],
    ['a path', '/promote/staging'],
    ['a name of the prototype', '/constructor'],
    ['quoted', '> /promote staging'],
    ['in a list', '- /promote staging'],
    ['inline code', '`/promote staging`'],
    ['indented code', '    /promote staging'],
    ['in a code block', lines('```', '/promote staging', '```')],
    ['in a code block that never ends', lines('```', '/promote staging')],
    ['in a block of tildes', lines('~~~', '/promote staging', '~~~')],
    ['in an indented fence', lines('   ```', '/promote staging', '   ```')],
    ['in a block of backticks that shows tildes', lines('```', '~~~', '/promote staging', '~~~', '```')],
    ['in a block of tildes that shows backticks', lines('~~~', '```', '/promote staging', '```', '~~~')],
    ['in a longer fence that shows a shorter one', lines('````', '```', '/promote staging', '```', '````')],
    ['in a block that shows an opening fence', lines('```', '```sh', '/promote staging', '```')],
    ['in a hidden comment', lines('<!--', '/promote staging', '-->')],
    ['in a hidden comment that never ends', lines('<!--', '/promote staging')],
    ['longer than a line of a person', `/promote ${'x'.repeat(400)}`],
    ['nothing', ''],
    ['in a quote that goes on without its sign', lines('> please do not write', '/promote staging')],
    ['in a list item that goes on', lines('- never write', '/promote staging')],
    ['in a code span of several lines', lines('Write `', '/promote staging', '` there')],
    ['in preformatted HTML', lines('<pre>', '', '/promote staging', '</pre>')],
    ['in an HTML block', lines('<blockquote>', '/promote staging', '</blockquote>')],
    ['in folded HTML', lines('<details><summary>x</summary>', '/promote staging', '</details>')],
    ['in a comment that opens where another ends', lines('<!-- a', '--> <!-- ', '/promote staging', '-->')],
  ])('%s', (_, body) => {
    expect(parseCommand(body, KNOWN)).toBeUndefined();
  });
});

it('takes no time for a comment that was made to take time', () => {
  const startedAt = performance.now();
  for (const part of ['/promote \t', '<!--', '```\n', '> /promote\n', '/promote a\u00a0'])
    parseCommand(part.repeat(65_536 / part.length), KNOWN);
  expect(performance.now() - startedAt).toBeLessThan(500);
});
