import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allRules } from '../server/analysis/rules/index.js';
import { ruleTable } from '../server/analysis/rules/table.js';
import { filesUnder } from './support/files.js';

const folder = 'server/analysis/rules';
const questions = ['What goes wrong', 'Flagged', 'Quiet', 'At run time', 'When to turn it off'];
/** Before the last one, where there is something to say. */
const limits = 'What it misses';

// A screen and a half, where a screen shows 50 lines.
const maxPageLines = 75;

describe.each(allRules.map((rule) => [rule.id, rule] as const))('the page of %s', (id, rule) => {
  const page = readFileSync(`${folder}/${id}.md`, 'utf8');

  test('starts with the id and the summary', () => {
    expect(page.startsWith(`# ${id}\n\n${rule.summary}.\n\n## `)).toBe(true);
  });

  test('answers five questions in order', () => {
    const answered = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(answered.filter((it) => it !== limits)).toEqual(questions);
    expect(answered.slice(0, -2)).not.toContain(limits);
  });

  test('is short, and shows the rule at work', () => {
    expect(page.split('\n').length).toBeLessThanOrEqual(maxPageLines);
    expect(page).toContain(`// ${id}: `);
  });
});

test('a rule is a triple of code, page and cases, and every triple is in the list', () => {
  const stems = (ending: string) =>
    filesUnder(folder, ending)
      .map((file) => file.slice(folder.length + 1, -ending.length))
      .filter((stem) => stem.includes('/'));
  const ids = allRules.map((rule) => rule.id).toSorted();
  expect(stems('.ts')).toEqual(ids);
  expect(stems('.md')).toEqual(ids);
  expect(stems('.c')).toEqual(ids);
});

test('docs/rules.md lists the rules there are, and its links lead somewhere', () => {
  const table = readFileSync('docs/rules.md', 'utf8');
  expect(table).toBe(ruleTable(allRules));
  for (const match of table.matchAll(/\]\(\.\.\/([^)]+)\)/g)) {
    expect(existsSync(match[1] ?? '')).toBe(true);
  }
});
