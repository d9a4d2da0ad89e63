/** Exit codes of every command. */
export const EXIT_CODES = { pass: 0, fail: 1, 'cannot-tell': 2, 'bad input': 3 } as const;
