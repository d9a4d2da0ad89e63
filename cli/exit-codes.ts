/** Exit codes of every command; a fault of ours is none of the answers (70 is EX_SOFTWARE of sysexits.h). */
export const EXIT_CODES = { pass: 0, fail: 1, 'cannot-tell': 2, 'bad input': 3, fault: 70 } as const;
