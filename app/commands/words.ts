import * as z from 'zod';

/** Words that commands take; everything else is refused before it is looked at. */
export const EnvironmentName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
export const ReleaseName = z.string().regex(/^[a-z][a-z0-9-]{0,39}@\d{1,5}\.\d{1,5}\.\d{1,5}$/);
