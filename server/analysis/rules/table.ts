// The rules as tables: for the documentation and for the settings of the editor. `npm run generate` writes both.
import { ruleLevels } from '../config/parse-settings.js';
import type { Rule } from './rule.js';

/** `docs/rules.md`. Links are relative to it. */
export function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => {
    const level = rule.onByDefault ? rule.level : `${rule.level}, off`;
    return `| [\`${rule.id}\`](../server/analysis/rules/${rule.id}.md) | ${level} | ${rule.category} | ${rule.summary} |`;
  });
  return `${[...tableHead, ...rows].join('\n')}\n`;
}

const tableHead = [
  '# Rules',
  '',
  'Written by `npm run generate` from the rules themselves; each id leads to its page. The level is the one a finding has',
  'when everything it rests on is proven; what needs a heuristic is a warning at most.',
  '',
  '| rule | level | category | reports |',
  '| --- | --- | --- | --- |',
];

/** The table of the README, between its two comments. */
export function readmeTable(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, summary }) => `| [\`${id}\`](server/analysis/rules/${id}.md) | ${summary} |`);
  return ['| rule | reports |', '| --- | --- |', ...rows, ''].join('\n');
}

/** One property of the setting `dmaLens.rules`. */
export interface RuleSetting {
  readonly type: 'string';
  readonly enum: readonly string[];
  readonly default: string;
  readonly markdownDescription: string;
}

/** The properties of the setting `dmaLens.rules` in `package.json`. */
export function ruleSettings(rules: readonly Rule[]): Readonly<Record<string, RuleSetting>> {
  return Object.fromEntries(
    rules.map((rule) => [
      rule.id,
      {
        type: 'string',
        enum: ruleLevels,
        default: rule.onByDefault ? rule.level : 'off',
        markdownDescription: `${rule.summary}.`,
      },
    ]),
  );
}
