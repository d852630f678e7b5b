import { parseArguments } from '../arguments.js';
import { complain, type ExitStatus, exitStatus, type Io } from '../io.js';
import { readRulePage } from '../rule-pages.js';
import { allRules, findRule } from '../toolchain.js';
import { checkUsage } from '../usage.js';
import { renderTable } from './table.js';

export function runRules(args: readonly string[], io: Io): ExitStatus {
  const usage = checkUsage(io, 'rules', parseArguments(args, {}), { max: 0 });
  if (usage !== undefined) {
    return usage;
  }
  const rows = allRules.map(({ id, level, onByDefault, category, summary }) => [
    id,
    onByDefault ? level : 'off',
    category,
    summary,
  ]);
  io.out(renderTable([['RULE', 'LEVEL', 'CATEGORY', 'SUMMARY'], ...rows]));
  return exitStatus.clean;
}

export function runExplain(args: readonly string[], io: Io): ExitStatus {
  const parsed = parseArguments(args, {});
  const usage = checkUsage(io, 'explain', parsed, { min: 1, max: 1 });
  if (usage !== undefined) {
    return usage;
  }
  const [id = ''] = parsed.positionals;
  if (findRule(id) === undefined) {
    complain(io, `there is no rule ${id}; see dma-lens rules`);
    return exitStatus.badInput;
  }
  const page = readRulePage(id);
  if (page === undefined) {
    complain(io, `the page of ${id} is missing; the installation is not complete`);
    return exitStatus.internalError;
  }
  io.out(page);
  return exitStatus.clean;
}
