import type { Front } from '../github/front.ts';
export function actions(_front: Front): void {}
