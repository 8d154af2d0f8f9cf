const englishWords = [
  ...['USAGE', 'FLAGS', 'ARGUMENTS', 'DESCRIPTION', 'EXAMPLES', 'COMMANDS', 'TOPICS', 'ALIASES', 'VERSION', 'COMMAND'],
  ...[
    'required',
    'Error',
    'error',
    'Unexpected',
    'unexpected',
    'Expected',
    'expected',
    'Missing',
    'Nonexistent',
    'default',
    'options',
  ],
  ...[
    'See',
    'more',
    'help',
    'flag',
    'argument',
    'args',
    'value',
    'values',
    'following',
    'provided',
    'using',
    'received',
    'found',
    'Parsing',
  ],
  ...[
    'the',
    'and',
    'with',
    'of',
    'is',
    'to',
    'be',
    'one',
    'must',
    'cannot',
    'only',
    'when',
    'not',
    'exists',
    'but',
    'Format',
    'output',
  ],
];
const pattern = new RegExp(`(?<![-\\w<./„])(?:${englishWords.join('|')})(?![-\\w./“=])`, 'gu');

/** English words in what a user reads; switches such as `--help` and file names do not count. */
export function englishWordsIn(text: string): string[] {
  return text.match(pattern) ?? [];
}
