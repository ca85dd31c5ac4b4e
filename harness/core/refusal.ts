/** Says in a few lines why a schema refused something, however much is wrong with it. */
import { z } from 'zod';
import { shortened } from './fitted.js';

/** Of a million wrong items the first few tell what is wrong. */
const MOST_ISSUES = 5;
const MOST_CHARACTERS = 2000;

/** What is wrong, and where: one complaint a line. */
export function whyRefused({ issues }: z.ZodError): string {
  const told = z.prettifyError(new z.ZodError(issues.slice(0, MOST_ISSUES)));
  const more = issues.length - MOST_ISSUES;
  return `${shortened(told, MOST_CHARACTERS)}${more > 0 ? `\nand ${more} more` : ''}`;
}

/** A value as JSON, for a message: at most its first 200 characters, and of lists the first items. */
export function shown(value: unknown): string {
  return shortened(JSON.stringify(value, firstItems) ?? String(value), 200);
}

function firstItems(_: string, item: unknown): unknown {
  return Array.isArray(item) ? item.slice(0, MOST_ISSUES) : item;
}
