export interface TrinoColumn {
  readonly name: string;
  readonly type: string;
}

/** What we read of a page of the protocol (QueryResults). */
export interface TrinoPage {
  readonly nextUri?: string;
  readonly columns?: readonly TrinoColumn[];
  readonly data?: readonly (readonly unknown[])[];
  readonly stats?: { readonly state?: string; readonly progressPercentage?: number };
  readonly error?: { readonly message?: string; readonly errorName?: string; readonly errorType?: string };
}

// Strings first, so that what looks like a number in them is left alone.
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_INTEGER = /^-?\d{16,}$/;

/** Whole numbers beyond 2^53 come as JSON numbers: as texts they keep their digits. Undefined for what is no page. */
export function readTrinoPage(text: string): TrinoPage | undefined {
  try {
    const page: unknown = JSON.parse(text.replace(TOKEN, (token) => (LONG_INTEGER.test(token) ? `"${token}"` : token)));
    return typeof page === 'object' && page !== null && !Array.isArray(page) ? page : undefined;
  } catch {
    return undefined;
  }
}
